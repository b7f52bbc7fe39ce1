// After every change of package-lock.json: adds the entries of optional packages for other platforms that npm left out because the
// registry it asked did not have them, so that `npm ci` accepts the lock everywhere. Run it by hand: node scripts/complete-lock.mjs;
// `--check` only tells (npm run check does).
import fs from 'node:fs'
import { fromRoot } from './launcher/paths.mjs'

const systems = [
  'android',
  'darwin',
  'freebsd',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
  'win32',
  'windows',
  'linux',
  'openharmony',
  'wasi',
]
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']

const file = fromRoot('package-lock.json')
const lock = JSON.parse(fs.readFileSync(file, 'utf8'))
const added = missingEntries(lock.packages)
const names = Object.keys(added)

if (process.argv.includes('--check')) {
  if (names.length > 0) {
    console.error(
      `package-lock.json lacks ${names.length} entries, e.g. ${names[0]}. Run node scripts/complete-lock.mjs.`,
    )
    process.exitCode = 1
  }
} else if (names.length > 0) {
  const entries = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => (a < b ? -1 : 1))
  fs.writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`)
  console.log(`Added:\n${names.join('\n')}`)
}

function missingEntries(packages) {
  const missing = {}
  for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name)
      if (isLocked(packages, place, name) || !platform) continue
      const version = range.replace(/^[\^~]/, '')
      missing[`node_modules/${name}`] = { version, ...platform, ...(dev ? { dev: true } : {}), optional: true }
    }
  }
  return missing
}

/** Does npm find `name` from `place`: in its own node_modules, or in that of a folder above? */
function isLocked(packages, place, name) {
  if (packages[`${place ? `${place}/` : ''}node_modules/${name}`]) return true
  if (place === '') return false
  const above = place.slice(0, place.lastIndexOf('node_modules/')).replace(/\/$/, '')
  return isLocked(packages, above, name)
}

/** `linuxmusl-arm64`, `win32-x64-msvc` …: what a package's name says of where it runs; undefined when it says nothing. */
function platformOf(name) {
  const words = name.split('/').at(-1).split(/[-.]/)
  const system =
    systems.find((candidate) => words.includes(candidate)) ?? (words.includes('linuxmusl') ? 'linux' : undefined)
  const processor =
    processors.find((candidate) => words.includes(candidate)) ?? (words.includes('armv7') ? 'arm' : undefined)
  const library = words.some((word) => word.includes('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined
  if (!system && !processor) return undefined
  return {
    ...(system && system !== 'wasi' ? { os: [system === 'windows' ? 'win32' : system] } : {}),
    ...(processor ? { cpu: [processor] } : {}),
    ...(library ? { libc: [library] } : {}),
  }
}
