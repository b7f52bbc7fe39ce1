// npm run check: what can be known without running the product. Types, style, who imports whom, what nobody uses, and whether the
// migration says what the schema says. Every check runs, whatever the others say.
import { spawn } from 'node:child_process'
import { requireNode, requirePackages } from './launcher/requirements.mjs'
import { explain, step } from './launcher/say.mjs'

const checks = [
  { name: 'Types', program: 'typescript/bin/tsc', args: ['--noEmit', '-p', '.'] },
  { name: 'Style', program: '@biomejs/biome/bin/biome', args: ['check', '--error-on-warnings'] },
  {
    name: 'Who imports whom',
    program: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['app', 'lib', 'workers', 'scripts', 'test', '--output-type', 'err'],
  },
  { name: 'What nobody uses', program: 'knip/bin/knip.js', args: [] },
]

try {
  requireNode()
  requirePackages()
  await checkAll()
} catch (error) {
  explain(error)
}

async function checkAll() {
  const { prepareCheckout } = await import('./launcher/checkout.mjs')
  const { fromRoot } = await import('./launcher/paths.mjs')
  await step('Generated code', async (tell) => tell((await prepareCheckout()) ? 'made' : 'up to date'))
  // The framework writes types of the pages that are there now, and of style sheets; TypeScript does not know those by itself.
  await check('Types of routes', fromRoot('node_modules/next/dist/bin/next'), ['typegen'])
  for (const { name, program, args } of checks) await check(name, fromRoot('node_modules', program), args)
  await check('Lock file', fromRoot('scripts/complete-lock.mjs'), ['--check'])
  await check('Migrations and schema', fromRoot('scripts/write-migration.mjs'), ['--check'])
}

function check(name, program, args) {
  return step(name, async (tell) => {
    const { code, said } = await run(program, args)
    if (code === 0) return tell('sound')
    process.exitCode = 1
    tell(`not sound:\n${said.trim()}\n`)
  })
}

async function run(program, args) {
  const { root } = await import('./launcher/paths.mjs')
  const { silence } = await import('./launcher/run-node.mjs')
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    env: { ...process.env, ...silence },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, said }))
  })
}
