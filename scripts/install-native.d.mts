/** Never throws for what a machine lacks: that is the notice, one to show people as it is. */
export function ensureNativeBackend(options?: {
  log?: (line: string) => void
  project?: string
}): Promise<{ backend: 'native' | 'wasm'; notice?: string }>
/** Variables for the environment of a process that trains or maps; they must be there when it starts. */
export function workerEnvironment(): Record<string, string>
