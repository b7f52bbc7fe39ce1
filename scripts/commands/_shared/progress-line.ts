/** One line that says how far a long command is, how fast, and how long it will take; quiet where nobody watches. */
export type ProgressLine = ((done: number, total: number) => void) & { end: () => void }

const redrawEveryMs = 200

/** @param what is counted, in the plural */
export function progressLine(what: string, stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  const began = performance.now()
  let drawn = Number.NEGATIVE_INFINITY
  const show = (done: number, total: number) => {
    const now = performance.now()
    if (!stream.isTTY || (now - drawn < redrawEveryMs && done < total)) return
    drawn = now
    const rate = done / ((now - began) / 1000)
    const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : ''
    stream.write(`\r\u001b[K${done} of ${total} ${what}, ${rate.toFixed(1)} a second${left}`)
  }
  const end = () => {
    if (stream.isTTY) stream.write('\r\u001b[K')
  }
  return Object.assign(show, { end })
}

/** 75 → `1 min 15 s` */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
