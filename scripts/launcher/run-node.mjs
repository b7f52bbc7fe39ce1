// Runs one of our or our packages' Node programs to its end, quietly; what it said is told only when it fails.
import { spawn } from 'node:child_process'
import { root } from './paths.mjs'
import { Sentence } from './say.mjs'

/** A program of ours that ends with this code has said all there is to say in one sentence. */
const sentenceCode = 3

/** No tool of ours tells anybody anything. */
export const silence = { NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }

/** Nothing that we run goes on without us. */
const children = new Set()
process.on('exit', () => {
  for (const child of children) child.kill()
})

/**
 * @param {string[]} args of node
 * @param {{ what: string, env?: Record<string, string> }} options what: for the sentence when it fails
 * @returns {Promise<string>} what it printed
 */
export function runNode(args, { what, env = {} }) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...silence, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let printed = ''
  let said = ''
  child.stdout.on('data', (text) => {
    printed += text
    said += text
  })
  child.stderr.on('data', (text) => {
    said += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      children.delete(child)
      if (code === 0) resolve(printed)
      else if (code === sentenceCode) reject(new Sentence(said.trim()))
      else
        reject(
          new Sentence(`${said.trim()}\n\n${what} failed (${signal ?? `exit code ${code}`}); what it said is above.`),
        )
    })
  })
}
