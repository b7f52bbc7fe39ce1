// npm run bench -- NAME: figures beside those of peers, in one run (test/bench). Benchmarks never fail for being slow.
import { spawnSync } from 'node:child_process'
import { fromRoot, root } from './launcher/paths.mjs'
import { requireNode, requirePackages } from './launcher/requirements.mjs'
import { explain } from './launcher/say.mjs'

try {
  requireNode()
  requirePackages()
  const { ensureNativeBackend } = await import('./install-native.mjs')
  const { notice } = await ensureNativeBackend({ log: (line) => console.error(line) })
  if (notice) console.error(notice)
  const args = ['--import', 'tsx', fromRoot('test/bench/run.ts'), ...process.argv.slice(2)]
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
} catch (error) {
  explain(error)
}
