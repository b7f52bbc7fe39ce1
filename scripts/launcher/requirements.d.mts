export function requireNode(version?: string): void
export function requirePackages(): void
export function requireDatabaseUrl(url?: string): void
