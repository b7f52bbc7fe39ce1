/** The demonstration as a newcomer runs it: one command on nothing, and links to open at its end. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'

/** A whole small study and its training: a minute or two of two cores. */
const demoMilliseconds = 600_000
// Not made here: as root the command makes it so that Postgres' user can enter.
const dataFolder = path.join(os.tmpdir(), `concord-demo-test-${randomUUID()}`)
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))

async function demo(): Promise<{ code: unknown; output: string; errors: string }> {
  const { DATABASE_URL: _, NEXTAUTH_SECRET: __, NEXTAUTH_URL: ___, ...inherited } = process.env
  const env = { ...inherited, CONCORD_DATA: dataFolder, PORT: '3456' }
  const child = spawn(process.execPath, ['scripts/concord.mjs', 'demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8')
  })
  const [code] = await once(child, 'close')
  return { code, output, errors: code === 0 ? '' : errors }
}

const at = 'http:\\/\\/localhost:3456'
const links = (kinds: string[]) => kinds.map((kind) => expect.stringMatching(new RegExp(`: ${at}/${kind}/\\S+$`)))

it(
  'concord demo on an empty folder ends with links to everything that it made, and makes nothing twice',
  async () => {
    const first = await demo()
    expect({ ...first, output: first.output.trimEnd().split('\n').slice(-4) }).toEqual({
      code: 0,
      output: links(['studies', 'cases', 'snapshots', 'runs']),
      errors: '',
    })
    const second = await demo()
    expect(second.code).toBe(0)
    expect(second.output.split('\n')[0]).toBe('The demonstration is there already.')
    expect(second.output.match(/http\S+/g)).toEqual(first.output.match(/http\S+/g))
  },
  demoMilliseconds,
)
