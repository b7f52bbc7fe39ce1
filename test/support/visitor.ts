/**
 * A person in a browser of their own. Every page that is looked at is checked with axe; with CONCORD_SCREENS set, pictures of
 * it in dark and light are written there.
 */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'

export type Visitor = { page: Page; context: BrowserContext; look: (name: string) => Promise<void>; problems: string[] }

const screens = process.env.CONCORD_SCREENS

export async function newVisitor(browser: Browser, url: string): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`))
  const look = async (name: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    for (const { id, nodes } of violations)
      problems.push(`${name}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
    if (!screens) return
    await mkdir(screens, { recursive: true })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const picture = await page.screenshot({ animations: 'disabled', fullPage: true })
      await sharp(picture)
        .webp({ quality: 82 })
        .toFile(path.join(screens, `${name}-${colorScheme}.webp`))
    }
  }
  return { page, context, look, problems }
}

/** Signs up through a one-time link and ends on the first page of the role. */
export async function signUp({ page }: Visitor, link: string, name: string, email: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('a long and quiet sentence')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/invite'))
}

/** What everybody saw when a test failed: test-results/visitor-N.png, with the address printed. */
export async function keepPictures(visitors: Visitor[]): Promise<void> {
  for (const [i, { page }] of visitors.entries()) {
    const file = `test-results/visitor-${i + 1}.png`
    await page.screenshot({ path: file })
    console.error(`${file}: ${page.url()}`)
  }
}
