'use client'
/** The reader's view options, one store for the whole page, kept in this browser. */
import { createStore, type Store } from '@/lib/editor/store'
import { parseViewOptions, type ViewOptions, viewOptionsDefault } from '@/lib/editor/view-options'

const key = 'concord.view'
let shared: Store<ViewOptions> | undefined

/** On the server, and where the browser keeps nothing, the defaults. */
export function viewStore(): Store<ViewOptions> {
  if (typeof window === 'undefined') return createStore(viewOptionsDefault)
  if (shared) return shared
  const store = createStore(parseViewOptions(read()))
  store.subscribe(() => write(JSON.stringify(store.get())))
  shared = store
  return store
}

function read(): string | null {
  try {
    return window.localStorage.getItem(key)
  } catch (error) {
    console.warn('This browser keeps no view options.', error)
    return null
  }
}

function write(text: string): void {
  try {
    window.localStorage.setItem(key, text)
  } catch (error) {
    console.warn('This browser keeps no view options.', error)
  }
}
