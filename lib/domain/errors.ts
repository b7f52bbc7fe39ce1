/**
 * The one error type of the product: what went wrong, in one sentence that says what, where and what to do.
 * An expected outcome (a duplicate, nothing left to read) is a return value, never an error.
 */
export class AppError extends Error {
  /**
   * @param code `area.reason`, stable, for programs (`import.tooLarge`)
   * @param sentence for people: what, where, what to do
   * @param status the HTTP status that fits
   * @param details more for programs, e.g. both payloads of a conflict; must be JSON
   */
  constructor(
    readonly code: string,
    readonly sentence: string,
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503 = 400,
    readonly details?: Record<string, unknown>,
  ) {
    super(sentence)
    this.name = 'AppError'
  }
}
