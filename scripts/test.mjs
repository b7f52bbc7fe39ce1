// npm test: everything that needs no human, in one go. Ends with `N passed, N failed` and, one line each before it, what was skipped.
// Arguments go to vitest: npm test -- test/unit/domain-hash.test.ts
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { requireNode, requirePackages } from './launcher/requirements.mjs'
import { explain, say, step } from './launcher/say.mjs'

try {
  requireNode()
  requirePackages()
  process.exitCode = await test(process.argv.slice(2))
} catch (error) {
  explain(error)
}

async function test(args) {
  const { prepareCheckout } = await import('./launcher/checkout.mjs')
  const { buildIfChanged } = await import('./launcher/build.mjs')
  const { ensureNativeBackend } = await import('./install-native.mjs')
  await step('Generated code', async (tell) => tell((await prepareCheckout()) ? 'made' : 'up to date'))
  // The tests that start the whole product would else each count the build as their own slowness.
  if (startsProduct(args)) await step('Pages', async (tell) => tell((await buildIfChanged()) ? 'built' : 'up to date'))
  const { notice } = await step('Native TensorFlow backend', () => ensureNativeBackend({ log: say }))
  if (notice) say(notice)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'concord-test-counts-'))
  const file = path.join(folder, 'counts.json')
  try {
    const code = await vitest(args, file)
    return tell(code, fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined)
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

function startsProduct(args) {
  return args.length === 0 || args.some((arg) => /e2e|launcher/.test(arg))
}

async function vitest(args, countsFile) {
  const { fromRoot, root } = await import('./launcher/paths.mjs')
  const { silence } = await import('./launcher/run-node.mjs')
  const { workerEnvironment } = await import('./install-native.mjs')
  const reporters = ['--reporter=default', `--reporter=${fromRoot('scripts/test/count-reporter.mjs')}`]
  const child = spawn(process.execPath, [fromRoot('node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args], {
    cwd: root,
    env: { ...process.env, ...silence, ...workerEnvironment(), CONCORD_TEST_COUNTS: countsFile },
    stdio: 'inherit',
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

function tell(code, counts) {
  if (!counts || counts.interrupted) {
    say(`\nThe tests did not run to their end (vitest ended with ${code}).`)
    say('0 passed, 1 failed')
    return 1
  }
  const { passed, skipped } = counts
  // What failed outside of any test still failed.
  const failed = counts.failed === 0 && code !== 0 ? 1 : counts.failed
  for (const line of skipped) say(`skipped: ${line}`)
  if (skipped.length > 0) say(`${skipped.length} skipped, named above.`)
  say(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}
