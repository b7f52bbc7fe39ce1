'use client'
/** Loads and decodes an image aside, so that showing it later costs no frame. True once it is ready. */
import { useEffect, useState } from 'react'

export function useImage(url: string): boolean {
  const [ready, setReady] = useState<string | null>(null)
  useEffect(() => {
    let isHere = true
    const image = new Image()
    image.src = url
    image
      .decode()
      .then(() => isHere && setReady(url))
      .catch((error) => isHere && console.warn('A picture could not be shown.', error))
    return () => {
      isHere = false
    }
  }, [url])
  return ready === url
}
