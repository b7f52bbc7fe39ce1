/** Files out of a drop or a chooser: folders are walked, and every file keeps its path inside the folder. Browser only. */

export type PickedFile = { path: string; file: File }

const entryFile = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject))

/** `readEntries` hands out at most 100 at a time and ends with an empty list. */
async function folderEntries(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

async function walk(entry: FileSystemEntry, found: PickedFile[]): Promise<void> {
  if (entry.isFile) {
    found.push({ path: entry.fullPath.replace(/^\//, ''), file: await entryFile(entry as FileSystemFileEntry) })
    return
  }
  for (const child of await folderEntries(entry as FileSystemDirectoryEntry)) await walk(child, found)
}

/** What was dropped, folders included. Must be called inside the drop handler: the list is empty afterwards. */
export async function filesOfDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  // What is dropped from another program may be a file without an entry in a file system.
  const items = [...transfer.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const found: PickedFile[] = []
  for (const { entry, file } of items) {
    if (entry) await walk(entry, found)
    else if (file) found.push({ path: file.name, file })
  }
  return found
}

export const filesOfInput = (list: FileList): PickedFile[] =>
  [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }))

const wanted = /\.(jpe?g|png|tiff?|zip|csv)$/i

/** Splits what can be a photograph, a table or an archive from what is left aside (`.DS_Store`, notes …). */
export function sortFiles(files: PickedFile[]): { wanted: PickedFile[]; aside: PickedFile[] } {
  const visible = files.filter((f) => !/(^|\/)(\.|__MACOSX\/)/.test(f.path))
  return { wanted: visible.filter((f) => wanted.test(f.path)), aside: visible.filter((f) => !wanted.test(f.path)) }
}
