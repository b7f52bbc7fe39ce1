// The first thing that the feed's thread runs: from here on it knows TypeScript and the `@/` of tsconfig.json.
import { fileURLToPath } from 'node:url'
import { register } from 'tsx/esm/api'

register({ tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)) })
await import('./feed-thread-main.ts')
