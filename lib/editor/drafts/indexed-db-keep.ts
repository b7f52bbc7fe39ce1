/** The keep in IndexedDB: one database, one object store a shelf. Falls back to memory where the browser refuses it. */
import { type Keep, memoryKeep, type Shelf, shelves } from './keep'

const databaseName = 'concord'
const databaseVersion = 1

export async function openKeep(factory: IDBFactory | undefined): Promise<Keep> {
  if (!factory) return memoryKeep()
  try {
    return keepIn(await openDatabase(factory))
  } catch (error) {
    console.warn('This browser keeps no drafts; they live as long as this tab.', error)
    return memoryKeep()
  }
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(databaseName, databaseVersion)
    request.onupgradeneeded = () => {
      for (const shelf of shelves) {
        if (!request.result.objectStoreNames.contains(shelf)) request.result.createObjectStore(shelf)
      }
    }
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close()
      resolve(request.result)
    }
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error('An older page of Concord is still open in another tab.'))
  })
}

function keepIn(database: IDBDatabase): Keep {
  const ask = <T>(shelf: Shelf, question: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const request = question(database.transaction(shelf, 'readonly').objectStore(shelf))
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  /** Done once the transaction is, not once the request is: only then is it on the disk's way. */
  const write = (shelf: Shelf, change: (store: IDBObjectStore) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(shelf, 'readwrite')
      change(transaction.objectStore(shelf))
      transaction.oncomplete = () => resolve()
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  return {
    isLasting: true,
    get: (shelf, key) => ask(shelf, (store) => store.get(key)),
    all: (shelf) => ask(shelf, (store) => store.getAll()),
    put: (shelf, key, value) => write(shelf, (store) => void store.put(value, key)),
    remove: (shelf, key) => write(shelf, (store) => void store.delete(key)),
  }
}
