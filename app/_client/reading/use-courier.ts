'use client'
/**
 * The outbox of this tab. One courier for the person who is signed in; it takes up what an earlier page left, and tries
 * again at once when the connection is back or the page is looked at again (somebody may have signed in elsewhere).
 */
import { useEffect, useState } from 'react'
import { type Courier, createCourier } from '@/lib/editor/outbox/courier'
import { deliver } from './deliver'
import { sharedKeep } from './keep'

let shared: { userId: string; courier: Promise<Courier> } | undefined

function courierOf(userId: string): Promise<Courier> {
  if (shared?.userId === userId) return shared.courier
  shared?.courier.then((earlier) => earlier.stop()).catch((error) => console.error(error))
  shared = { userId, courier: openCourier(userId) }
  return shared.courier
}

async function openCourier(userId: string): Promise<Courier> {
  const courier = createCourier({
    keep: await sharedKeep(),
    userId,
    deliver,
    now: Date.now,
    random: Math.random,
    schedule: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  await courier.start()
  return courier
}

/** `null` until the browser's storage is open. */
export function useCourier(userId: string): Courier | null {
  const [courier, setCourier] = useState<Courier | null>(null)
  useEffect(() => {
    let isHere = true
    courierOf(userId)
      .then((opened) => isHere && setCourier(opened))
      .catch((error) => console.error('The outbox could not be opened.', error))
    return () => {
      isHere = false
    }
  }, [userId])
  useEffect(() => {
    if (!courier) return
    const again = () => {
      const { parcels } = courier.state.get()
      if (!document.hidden && parcels.some((parcel) => parcel.refusal === null)) courier.retry()
    }
    window.addEventListener('online', again)
    document.addEventListener('visibilitychange', again)
    return () => {
      window.removeEventListener('online', again)
      document.removeEventListener('visibilitychange', again)
    }
  }, [courier])
  return courier
}
