export type SystemUser = { name: string; uid: number; gid: number }
export function userForPostgres(): SystemUser | undefined
export function requireEntry(folder: string, user: SystemUser | undefined): void
