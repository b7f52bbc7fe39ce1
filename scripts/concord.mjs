#!/usr/bin/env node
// The command line: npx concord COMMAND … — each command is scripts/commands/COMMAND.ts with `usage` and `run(args)`.
import fs from 'node:fs'
import { fromRoot } from './launcher/paths.mjs'
import { requireNode, requirePackages } from './launcher/requirements.mjs'
import { explain } from './launcher/say.mjs'

/** Commands that run networks do it in a process that was started with the right allocator (scripts/native/worker-environment.mjs). */
const thatRunNetworks = new Set(['demo', 'loop', 'train-lesions', 'train-grades', 'lesions', 'grade'])
const mistake = 2

const commands = fs
  .readdirSync(fromRoot('scripts/commands'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort()

async function main([name, ...args]) {
  requireNode()
  requirePackages()
  if (!name || name === 'help' || name === '--help' || name === '-h') return help()
  if (!commands.includes(name)) return complain(`There is no command ${name}. Commands: ${commands.join(', ')}.`)
  const asksForHelp = args.includes('--help') || args.includes('-h')
  if (thatRunNetworks.has(name) && !asksForHelp && !process.env.CONCORD_WORKER_ENVIRONMENT) {
    const { againForNetworks } = await import('./launcher/again-for-networks.mjs')
    return againForNetworks(process.argv.slice(1))
  }
  await prepare()
  const { usage, run } = await load(name)
  if (asksForHelp) {
    console.log(usage)
    return 0
  }
  try {
    return await run(args)
  } catch (error) {
    if (String(error?.code).startsWith('ERR_PARSE_ARGS'))
      return complain(`${error.message.split('. To specify')[0]}.\n\n${usage}`)
    throw error
  }
}

async function help() {
  await prepare()
  const loaded = await Promise.all(commands.map(load))
  console.log(
    `Concord's commands (npx concord COMMAND --help tells more):\n\n${loaded.map(({ usage }) => `  ${usage.split('\n')[0]}`).join('\n')}`,
  )
  return 0
}

const load = (name) => import(`./commands/${name}.ts`)

async function prepare() {
  const { prepareCheckout } = await import('./launcher/checkout.mjs')
  await prepareCheckout()
  const { register } = await import('tsx/esm/api')
  register({ tsconfig: fromRoot('tsconfig.json') })
}

function complain(sentence) {
  console.error(sentence)
  return mistake
}

try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  explain(error)
  process.exit(1)
}
