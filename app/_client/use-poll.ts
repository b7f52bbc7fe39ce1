'use client'
/**
 * Asks the server again and again while something is under way (an import, a training run). It rests while the page is
 * hidden, waits longer after failures (and says that what is shown is old), and stops when `done` says so.
 */
import { useEffect, useRef, useState } from 'react'
import { RequestFailure, request } from './use-request'

type PollOptions<T> = {
  /** Milliseconds between an answer and the next question. */
  every?: number
  /** What the server already drew. */
  initial: T
  /** True when nothing will change any more. */
  done?: (value: T) => boolean
}

/** @param url null while there is nothing to ask */
export function usePoll<T>(url: string | null, { every = 2000, initial, done }: PollOptions<T>) {
  const [value, setValue] = useState(initial)
  const [failure, setFailure] = useState<RequestFailure | null>(null)
  const isDone = useRef(done)
  isDone.current = done
  const finished = done?.(value) ?? false

  useEffect(() => {
    if (!url || finished) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let failures = 0
    const ask = async () => {
      if (document.hidden) return
      try {
        const next = await request<T>('GET', url, undefined, abort.signal)
        failures = 0
        setFailure(null)
        setValue(next)
        if (isDone.current?.(next)) return
      } catch (cause) {
        if (abort.signal.aborted) return
        failures += 1
        if (cause instanceof RequestFailure) setFailure(cause)
      }
      plan()
    }
    const plan = () => {
      timer = setTimeout(ask, Math.min(every * 2 ** failures, 30_000))
    }
    const onVisible = () => {
      if (document.hidden) return
      clearTimeout(timer)
      void ask()
    }
    plan()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      abort.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [url, every, finished])

  return { value, failure, finished }
}
