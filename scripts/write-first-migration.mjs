// Writes prisma/migrations/20261123180000_the_first_house/migration.sql anew: what Prisma makes of schema.prisma, then the hand-written
// rules of prisma/append-only.sql that no schema language can say. For developers, and only until the first release: a migration that
// somebody has applied is never edited. `node scripts/write-first-migration.mjs` writes, `--check` only compares (exit code 1 when they differ).
// Prisma would download an engine for this; its WebAssembly build does the same without.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const target = path.join(root, 'prisma/migrations/20261123180000_the_first_house/migration.sql')

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

async function schemaEngine() {
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

async function migrationText() {
  const schema = { path: 'schema.prisma', content: fs.readFileSync(path.join(root, 'prisma/schema.prisma'), 'utf8') }
  const engine = await schemaEngine()
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [schema], configDir: root },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  if (!stdout?.includes('CREATE TABLE'))
    throw new Error('The schema engine answered without a table; nothing was written.')
  return `${stdout.trimEnd()}\n\n${fs.readFileSync(path.join(root, 'prisma/append-only.sql'), 'utf8')}`
}

const text = await migrationText()
if (process.argv.includes('--check')) {
  if (fs.readFileSync(target, 'utf8') !== text) {
    console.error(
      'The first migration is not what schema.prisma and append-only.sql say. Run node scripts/write-first-migration.mjs.',
    )
    process.exit(1)
  }
} else {
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.writeFileSync(target, text)
  console.log(path.relative(root, target))
}
process.exit(0)
