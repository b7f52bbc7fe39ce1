export function requireNode(version?: string): void
export function requirePackages(): void
