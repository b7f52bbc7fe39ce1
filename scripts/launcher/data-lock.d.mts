export function lockDataFolder(dataFolder: string): () => void
