/** `npm run bench -- setup`: a Python environment with the peers, outside this folder, from pinned versions. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { root, venvFolder } from './contestant'

export function setUpPeers(): number {
  const python = path.join(venvFolder, 'bin/python')
  const steps: [string, string[]][] = [
    [process.env.CONCORD_BENCH_PYTHON || 'python3', ['-m', 'venv', venvFolder]],
    [python, ['-m', 'pip', 'install', '-r', path.join(root, 'test/bench/requirements-bench.txt')]],
  ]
  for (const [program, args] of steps) {
    console.log(`${program} ${args.join(' ')}`)
    const { status } = spawnSync(program, args, { stdio: 'inherit' })
    if (status !== 0) {
      console.error(
        `This did not work (it ended with ${status}); what it said is above. Python 3.11 to 3.13 is needed.`,
      )
      return 1
    }
  }
  console.log(`The peers are in ${venvFolder}; delete that folder to be rid of them.`)
  return 0
}
