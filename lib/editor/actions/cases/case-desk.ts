/** What an adjudicator can do with a case on the desk. */
export type CaseDesk = {
  writeReason: () => void
  /** Agreed, or marked as unresolved: signed either way. */
  sign: () => void
  toggleUnresolved: () => void
  toggleObserver: (letter: string) => void
  showKeys: () => void
  leave: () => void
}
export type WithCase = { desk: CaseDesk }
