/** What makes a one-time link valid: not used, not taken back, not run out. */
export const openInvitation = (now: Date) => ({ usedAt: null, revokedAt: null, expiresAt: { gt: now } })
