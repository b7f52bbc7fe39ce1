/** Signing in and out from the browser: next-auth's own CSRF token, then its callback. */
import { request } from './use-request'

const csrfToken = async () => (await request<{ csrfToken: string }>('GET', '/api/auth/csrf')).csrfToken

/** @throws RequestFailure `signIn.refused`, `signIn.slowly` */
export async function signIn(email: string, password: string): Promise<void> {
  await request('POST', '/api/auth/callback/credentials', { csrfToken: await csrfToken(), email, password })
}

export async function signOut(): Promise<void> {
  await request('POST', '/api/auth/signout', { csrfToken: await csrfToken() })
}
