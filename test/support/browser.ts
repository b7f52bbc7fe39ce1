/** Debian's Chromium through playwright-core. Tests that need it are skipped by name where it is not installed. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

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
