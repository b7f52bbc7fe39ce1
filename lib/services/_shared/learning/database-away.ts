/** A connection that was lost is nobody's mistake and passes: unlike other failures it is worth simply trying again. */

/** Prisma's codes for a database that is not reached, too slow, or gone in the middle; and the driver's own words for it. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && /^P10(01|02|08|17)$|^ECONN/.test(String(error.code))) ||
    /connection (terminated|timeout)|ECONNREFUSED|ECONNRESET/i.test(error.message))
