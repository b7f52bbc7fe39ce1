/**
 * Sends one file of an import. XMLHttpRequest because it alone reports how much of a body has gone. Sending the same file
 * again is harmless (the server answers with the first one), so a lost connection is simply tried again.
 */
import type { PickedFile } from './collect-files'

type Answer = { ok: true } | { ok: false; retry: boolean; sentence: string }

function sendOnce(url: string, file: File, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => onBytes(event.loaded)
    request.onload = () => {
      if (request.status < 300) return resolve({ ok: true })
      let sentence = `The server answered ${request.status}.`
      try {
        const body: unknown = JSON.parse(request.responseText)
        if (body && typeof body === 'object' && 'error' in body) {
          const error = body.error as { sentence?: unknown }
          if (typeof error.sentence === 'string') sentence = error.sentence
        }
      } catch {
        sentence = `The server answered ${request.status} without saying why.`
      }
      resolve({ ok: false, retry: request.status >= 500, sentence })
    }
    request.onerror = () => resolve({ ok: false, retry: true, sentence: 'The connection was lost.' })
    request.onabort = () => resolve({ ok: false, retry: false, sentence: 'Stopped before it was sent.' })
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Undefined when the file has arrived, otherwise why not. */
export async function uploadFile(
  importId: string,
  picked: PickedFile,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  const url = `/api/imports/${importId}/files?name=${encodeURIComponent(picked.path)}`
  for (let attempt = 0; ; attempt++) {
    const answer = await sendOnce(url, picked.file, onBytes, signal)
    if (answer.ok) return undefined
    if (!answer.retry || attempt >= 4 || signal.aborted) return answer.sentence
    await pause(500 * 2 ** attempt)
  }
}
