export const root: string
export function fromRoot(...parts: string[]): string
export function dataFolder(): string
export function makeDataFolder(folder?: string): string
