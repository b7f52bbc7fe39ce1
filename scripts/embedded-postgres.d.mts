export type EmbeddedPostgres = {
  url: string
  superuserUrl: string
  port: number
  wasRunning: boolean
  isNew: boolean
  /** The user it runs as, where Concord itself runs as root. */
  runsAs: string | undefined
}
export function holdPostgres(dataFolder: string, options?: { quick?: boolean }): Promise<EmbeddedPostgres>
export function releasePostgres(dataFolder: string, pid?: number): Promise<boolean>
export function isPostgresThere(dataFolder: string): boolean
