/**
 * Where drafts and waiting answers are kept: a small keyed store, in IndexedDB in the browser and in memory in tests and
 * where the browser allows neither. Values are plain JSON.
 */

export const shelves = ['drafts', 'outbox'] as const
export type Shelf = (typeof shelves)[number]

export type Keep = {
  /** False: what is kept here does not survive closing the tab, and the page says so. */
  isLasting: boolean
  get: (shelf: Shelf, key: string) => Promise<unknown>
  all: (shelf: Shelf) => Promise<unknown[]>
  put: (shelf: Shelf, key: string, value: unknown) => Promise<void>
  remove: (shelf: Shelf, key: string) => Promise<void>
}

export function memoryKeep(isLasting = false): Keep {
  const boxes: Record<Shelf, Map<string, string>> = { drafts: new Map(), outbox: new Map() }
  const open = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text))
  return {
    isLasting,
    get: async (shelf, key) => open(boxes[shelf].get(key)),
    all: async (shelf) => [...boxes[shelf].values()].map(open),
    put: async (shelf, key, value) => {
      boxes[shelf].set(key, JSON.stringify(value))
    },
    remove: async (shelf, key) => {
      boxes[shelf].delete(key)
    },
  }
}
