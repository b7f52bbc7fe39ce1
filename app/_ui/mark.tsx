/** The sign of Concord: two readings that overlap, and what they agree on. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden className={className}>
      <path d="M12 6.2a7 7 0 0 1 0 11.6a7 7 0 0 1 0-11.6Z" fill="var(--accent)" />
      <circle cx="8.6" cy="12" r="6.7" stroke="currentColor" strokeWidth="1.5" />
      <circle cx="15.4" cy="12" r="6.7" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  )
}
