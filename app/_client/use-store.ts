'use client'
/** React's view of the editor's stores; with `pick`, a component is drawn again only when what it picked changes. */
import { useCallback, useSyncExternalStore } from 'react'
import type { Store } from '@/lib/editor/store'

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get)
}

/** @param pick must give the same value (by identity) as long as nothing changed */
export function usePicked<T, P>(store: Store<T>, pick: (value: T) => P): P {
  const get = useCallback(() => pick(store.get()), [store, pick])
  return useSyncExternalStore(store.subscribe, get, get)
}
