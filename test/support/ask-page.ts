/** Asking a page as Next would: what it answers is that it draws something, sends somewhere else, or is not found. */
import { parseCookies } from '@/lib/auth'
import type { TestPerson } from './people'

const browser = { cookie: '' }

/**
 * Pages read the browser's cookie through next/headers. At the top of a test file:
 * `vi.mock('next/headers', async () => (await import('../support/ask-page')).mockNextHeaders())`
 */
export const mockNextHeaders = () => ({
  cookies: async () => {
    const cookies = parseCookies(browser.cookie)
    return { get: (name: string) => (name in cookies ? { name, value: cookies[name] } : undefined) }
  },
  headers: async () => new Headers({ 'x-concord-path': '/asked' }),
})

export type PageAnswer = 'drawn' | 'not found' | `redirect ${string}`

export async function askPage(
  page: (props: { params: Promise<unknown>; searchParams: Promise<unknown> }) => unknown,
  question: { params?: Record<string, unknown>; as?: Pick<TestPerson, 'cookie'> | null },
): Promise<PageAnswer> {
  browser.cookie = question.as?.cookie ?? ''
  try {
    await page({ params: Promise.resolve(question.params ?? {}), searchParams: Promise.resolve({}) })
    return 'drawn'
  } catch (error) {
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : ''
    if (digest === 'NEXT_HTTP_ERROR_FALLBACK;404') return 'not found'
    const [kind, , url] = digest.split(';')
    if (kind === 'NEXT_REDIRECT') return `redirect ${url}`
    throw error
  }
}
