/** Debian's Chromium through playwright-core. Tests that need it are skipped by name where it is not installed. */
import { existsSync } from 'node:fs'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'

const places = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export const chromiumPath = places.find((place) => place !== '' && existsSync(place))
/** Stands in a test's name when it is skipped. */
export const needsChromium = chromiumPath ? '' : ' [skipped: no Chromium; install it with: apt-get install chromium]'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath, args: flags })

/**
 * Files and folders dragged from the desktop and let go over `target`. The browser itself opens them, so folders are folders: a
 * DataTransfer made in a script can hold files alone.
 */
export async function dropOnto(page: Page, target: Locator, paths: string[]): Promise<void> {
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (!box) throw new Error('What is to be dropped onto is not on the page.')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  const session = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x, y, data })
  await session.detach()
}
