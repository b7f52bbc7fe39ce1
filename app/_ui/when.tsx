'use client'
/** A point in time: UTC as the server draws it, then the reader's own clock. Both are equally wide, so nothing jumps. */
import { useSyncExternalStore } from 'react'

const pad = (n: number) => String(n).padStart(2, '0')
const local = (d: Date) =>
  `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())} ${pad(d.getHours())}:${pad(d.getMinutes())}`
const never = () => () => undefined

/** @param at ISO 8601 or a Date */
export function When({ at }: { at: string | Date }) {
  const date = new Date(at)
  const iso = date.toISOString()
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return (
    <time dateTime={iso} title={`${iso.slice(0, 19).replace('T', ' ')} UTC`} className="whitespace-nowrap">
      {inBrowser ? local(date) : iso.slice(0, 16).replace('T', ' ')}
    </time>
  )
}
