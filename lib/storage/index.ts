/** The storage room: the only place that knows paths. Files are named by their content; folders appear whole. */
export { type BlobStore, blobStore } from './blob-store'
export { manifestSha256Of, openFolder, publishAgain, publishFolder } from './folder'
export { privateFile, privateFolder, sweepAside, writeFileWhole } from './write-aside'
