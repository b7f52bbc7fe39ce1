// Where the lines of the web process and the worker go: data/logs/NAME.log, one old file kept. Not in a terminal, they go to standard
// output as well, for whoever collects it. Nobody else on the machine reads them.
import fs from 'node:fs'
import path from 'node:path'

const bytesMax = 20_000_000

/** @returns {(line: string) => void} */
export function logTo(dataFolder, name) {
  const file = path.join(dataFolder, 'logs', `${name}.log`)
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  let bytes = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return (line) => {
    if (bytes > bytesMax) {
      fs.renameSync(file, `${file}.old`)
      bytes = 0
    }
    fs.appendFileSync(file, `${line}\n`, { mode: 0o600 })
    bytes += line.length + 1
    if (!process.stdout.isTTY) process.stdout.write(`${name}: ${line}\n`)
  }
}
