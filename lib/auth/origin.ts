/**
 * Did a page of ours send this? Browsers put the sender's origin on every request that changes something; a request
 * without one, or with another, or with the opaque `null`, is refused (acceptance row 16).
 */

/**
 * @param origin the Origin header  @param host the Host header
 * @param publicUrl where people reach the product, which may differ from Host behind a proxy
 */
export function isOwnOrigin(origin: string | null, host: string | null, publicUrl: string): boolean {
  if (!origin || !URL.canParse(origin)) return false
  const sender = new URL(origin)
  if (sender.origin !== origin || !['http:', 'https:'].includes(sender.protocol)) return false
  return sender.origin === new URL(publicUrl).origin || (host !== null && sender.host === host.toLowerCase())
}
