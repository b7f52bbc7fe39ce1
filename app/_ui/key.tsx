/** A key of the keyboard, as it is shown beside what it does. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className="figures inline-flex h-5 min-w-5 items-center justify-center rounded border border-current/40 px-1 font-sans text-[11px] leading-none">
      {children}
    </kbd>
  )
}
