// Writes a migration: what Prisma says must be done to come from the newest migration's schema to prisma/schema.prisma. For developers:
// `node scripts/write-migration.mjs given_more_epochs` makes prisma/migrations/<now>_given_more_epochs/{migration.sql,schema.prisma}; rules that no
// schema language can say (triggers, checks) are added to its end by hand. A migration that somebody has applied is never edited.
// `--check` compares only: every migration begins with what Prisma makes of its schema and the one before, and the newest schema is the present one.
// Prisma would download an engine for this; its WebAssembly build does the same without.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const folder = path.join(root, 'prisma/migrations')

/** The engine asks one question before it compares: is there a schema, and which Postgres? A difference from nothing needs no more. */
class NoDatabase extends PrismaPg {
  async connect() {
    const [boolean, text, int32] = [5, 7, 0]
    const answer = {
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [boolean, text, int32],
      rows: [[true, 'PostgreSQL 18.4', 180004]],
    }
    const nothing = async () => undefined
    return {
      provider: 'postgres',
      adapterName: this.adapterName,
      queryRaw: async () => answer,
      executeRaw: nothing,
      executeScript: nothing,
      startTransaction: nothing,
      dispose: nothing,
      getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    }
  }
}

/** One for the whole process: a second would share its memory. */
let engine
async function schemaEngine() {
  engine ??= await startEngine()
  return engine
}

async function startEngine() {
  const require = createRequire(import.meta.url)
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const glueFolder = path.dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  const bytes = fs.readFileSync(path.join(glueFolder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const adapter = bindMigrationAwareSqlAdapterFactory(new NoDatabase({}))
  return glue.SchemaEngine.new({}, () => undefined, adapter)
}

/** The statements from one schema to another; from nothing without the first. Empty where there is no difference. */
async function difference(from, to) {
  const schema = (content) => ({
    tag: 'schemaDatamodel',
    files: [{ path: 'schema.prisma', content }],
    configDir: root,
  })
  const { stdout } = await (await schemaEngine()).diff({
    from: from === undefined ? { tag: 'empty' } : schema(from),
    to: schema(to),
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  // Empty output would also be what an engine says that died.
  if (!stdout?.includes('-- ')) throw new Error('The schema engine did not answer; nothing was written.')
  return stdout.includes('This is an empty migration') ? '' : `${stdout.trimEnd()}\n`
}

const read = (...place) => fs.readFileSync(path.join(...place), 'utf8')
const present = read(root, 'prisma/schema.prisma')
const migrations = fs
  .readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, sql: read(folder, name, 'migration.sql'), schema: read(folder, name, 'schema.prisma') }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))

/** A sentence; undefined where all is well. */
async function whatIsWrong() {
  let before
  for (const { name, sql, schema } of migrations) {
    const text = await difference(before, schema)
    if (!sql.startsWith(text))
      return `prisma/migrations/${name} does not do what its schema.prisma says: it should begin with\n${text}`
    before = schema
  }
  const missing = await difference(before, present)
  return (
    missing &&
    `prisma/schema.prisma has no migration yet; run node scripts/write-migration.mjs NAME. It would do\n${missing}`
  )
}

async function write(name) {
  if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name ?? ''))
    throw new Error('Name the migration: small_letters_and_underscores.')
  const text = await difference(migrations.at(-1)?.schema, present)
  if (!text) throw new Error('There is nothing to migrate: the newest migration leads to prisma/schema.prisma.')
  const target = path.join(folder, `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`)
  fs.mkdirSync(target)
  fs.writeFileSync(path.join(target, 'migration.sql'), text)
  fs.writeFileSync(path.join(target, 'schema.prisma'), present)
  return path.relative(root, target)
}

try {
  if (process.argv.includes('--check')) {
    const problem = await whatIsWrong()
    if (problem) throw new Error(problem)
  } else console.log(await write(process.argv[2]))
  process.exit(0)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
