/** Work is committed once a frame, however often it was asked for. */
export type FrameLoop = { request: () => void; stop: () => void }

export function createFrameLoop(draw: () => void): FrameLoop {
  let handle: number | undefined
  let isStopped = false
  return {
    request: () => {
      if (handle !== undefined || isStopped) return
      handle = requestAnimationFrame(() => {
        handle = undefined
        if (!isStopped) draw()
      })
    },
    stop: () => {
      isStopped = true
      if (handle !== undefined) cancelAnimationFrame(handle)
    },
  }
}
