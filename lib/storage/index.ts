/** The storage room: the only place that knows paths. Files are named by their content; folders appear whole. */
export { type BlobStore, blobStore } from './blob-store'
export { openFolder, publishFolder } from './folder'
export { privateFile, privateFolder, sweepAside, writeFileWhole } from './write-aside'
