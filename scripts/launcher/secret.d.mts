export function sessionSecret(dataFolder: string): string
