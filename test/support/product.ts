/**
 * The whole product as a person starts it: `npm start`'s script on an empty data folder and a free port. The lines that it prints
 * are read like a person reads them: the address, and the one-time link of the first administrator.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'

export type Product = {
  url: string
  signUpLink: string
  dataFolder: string
  /** Everything that was printed so far. */
  printed: () => string
  /** Runs `npx concord …` on the same data; resolves to what it printed. @throws when it ends with another code than 0 */
  concord: (...args: string[]) => Promise<string>
  stop: () => Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return address.port
}

const started = /(http:\/\/localhost:\d+\/invite\/\S+)\n/

export async function startProduct(): Promise<Product> {
  // Not made here: as root the product makes it so that Postgres' user can enter.
  const dataFolder = path.join(os.tmpdir(), `concord-e2e-${randomUUID()}`)
  const port = await freePort()
  const environment = {
    ...process.env,
    CONCORD_DATA: dataFolder,
    PORT: String(port),
    NEXTAUTH_SECRET: '',
    NEXTAUTH_URL: '',
    NODE_ENV: '',
  }
  // Vitest's own database must not be taken for the product's.
  const env = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name !== 'DATABASE_URL' && value !== ''),
  )
  const child = spawnNode(['scripts/start.mjs'], env)
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  child.stderr.on('data', (chunk) => {
    text += chunk
  })
  await new Promise<void>((resolve, reject) => {
    const look = () => started.test(text) && resolve()
    child.stdout.on('data', look)
    child.once('exit', (code) => reject(new Error(`The product ended with ${code} before it was up:\n${text}`)))
  })
  const signUpLink = started.exec(text)?.[1] ?? ''
  return {
    url: `http://localhost:${port}`,
    signUpLink,
    dataFolder,
    printed: () => text,
    concord: (...args) => runConcord(args, env),
    async stop() {
      await stopChild(child)
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGINT')
  await once(child, 'exit')
}

type Environment = Record<string, string | undefined>

// Next sets NODE_ENV itself; its types ask for one in every environment.
const spawnNode = (args: string[], env: Environment) =>
  spawn(process.execPath, args, { env: env as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] })

async function runConcord(args: string[], env: Environment): Promise<string> {
  const child = spawnNode(['scripts/concord.mjs', ...args], env)
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  child.stderr.on('data', (chunk) => {
    text += chunk
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`concord ${args.join(' ')} ended with ${code}:\n${text}`)
  return text
}
