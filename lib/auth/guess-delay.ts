/**
 * Guessing passwords gets slower and slower, but nobody is ever locked out: the owner of an account under attack waits a few
 * seconds and gets in. Two delays grow apart, by account and by address; the longer one counts.
 */

/** Failures that count: of the last quarter of an hour. */
export const guessWindowMs = 15 * 60 * 1000

const growing = (failures: number, free: number, firstMs: number, mostMs: number) =>
  failures < free ? 0 : Math.min(firstMs * 2 ** (failures - free), mostMs)

/** @param failures of one account since it was last signed in to: three are free, then 1, 2, 4, 8, 10, 10 … seconds */
export const accountDelayMs = (failures: number): number => growing(failures, 3, 1000, 10_000)

/** @param failures from one address, behind which a whole clinic may sit: twenty are free */
export const addressDelayMs = (failures: number): number => growing(failures, 20, 500, 10_000)

/** Sign-ins of one address that may wait at the same time; more are told to come back. */
export const waitingMax = 5
