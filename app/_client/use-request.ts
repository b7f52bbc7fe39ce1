'use client'
/**
 * Talking to /api from the browser: JSON out, JSON in, and on failure the server's own sentence. A network that is away
 * and an answer that is no JSON become sentences too, so that a page never has to invent one.
 */
import { useCallback, useState } from 'react'

export class RequestFailure extends Error {
  /**
   * @param status 0 when no answer came
   * @param code the server's `area.reason`; `network.away` when no answer came
   */
  constructor(
    readonly code: string,
    readonly sentence: string,
    readonly status: number,
    readonly requestId: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(sentence)
    this.name = 'RequestFailure'
  }
}

type ErrorBody = { error?: { code?: string; sentence?: string; requestId?: string; details?: Record<string, unknown> } }

const failureOf = (status: number, body: ErrorBody, requestId: string) =>
  new RequestFailure(
    body.error?.code ?? 'server.unclear',
    body.error?.sentence ??
      `The server answered ${status} without saying why. Try again; if it stays so, tell the administrator.`,
    status,
    body.error?.requestId ?? requestId,
    body.error?.details,
  )

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One request. @throws RequestFailure with a sentence to show, whatever went wrong */
export async function request<T>(method: Method, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(url, {
      method,
      credentials: 'same-origin',
      headers:
        method === 'GET'
          ? { accept: 'application/json' }
          : { accept: 'application/json', 'content-type': 'application/json' },
      body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
      signal,
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new RequestFailure('network.away', 'The server cannot be reached. Check the connection and try again.', 0, '')
  }
  const requestId = response.headers.get('x-request-id') ?? ''
  const text = await response.text()
  let parsed: unknown = {}
  try {
    parsed = text === '' ? {} : JSON.parse(text)
  } catch {
    throw failureOf(response.status, {}, requestId)
  }
  if (!response.ok) throw failureOf(response.status, parsed as ErrorBody, requestId)
  return parsed as T
}

/** The sentence for a person, whatever was thrown. */
export const sentenceOf = (cause: unknown): string =>
  cause instanceof RequestFailure ? cause.sentence : 'Something went wrong on this page. Reload it and try again.'

/**
 * For a button or a form: `const { send, busy, failure } = useRequest()`; `await send('POST', '/api/x', body)` gives the answer, or
 * undefined after a failure, whose sentence is then in `failure`.
 */
export function useRequest() {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<RequestFailure | null>(null)
  const send = useCallback(async <T>(method: Method, url: string, body?: unknown): Promise<T | undefined> => {
    setBusy(true)
    setFailure(null)
    try {
      return await request<T>(method, url, body)
    } catch (cause) {
      setFailure(cause instanceof RequestFailure ? cause : new RequestFailure('page.failed', sentenceOf(cause), 0, ''))
      return undefined
    } finally {
      setBusy(false)
    }
  }, [])
  const clear = useCallback(() => setFailure(null), [])
  return { send, busy, failure, clear }
}
