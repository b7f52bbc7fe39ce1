import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { database, inTransaction, migrate } from '@/lib/db'
import { env } from '@/lib/env'
import { freshDatabase } from '../support/database'

const appendOnly = [
  'SourceGrade',
  'ProtocolVersion',
  'Reading',
  'AgreedLabel',
  'AdjudicationCase',
  'CaseDecision',
  'Snapshot',
  'SnapshotStudy',
  'ModelVersion',
  'AuditEntry',
]

describe('append-only tables', () => {
  it.each(appendOnly)('%s refuses UPDATE, DELETE and TRUNCATE with a sentence', async (table) => {
    const sentence = (operation: string) => `The table ${table} is append-only: ${operation} is refused.`
    for (const [operation, sql] of [
      [
        'UPDATE',
        `update "${table}" set "${table === 'SnapshotStudy' ? 'snapshotId' : await firstColumn(table)}" = default`,
      ],
      ['DELETE', `delete from "${table}"`],
      ['TRUNCATE', `truncate "${table}" cascade`],
    ] as const) {
      await expect(database().$executeRawUnsafe(sql)).rejects.toThrow(sentence(operation))
    }
  })

  it('are exactly those that the schema marks so', async () => {
    const rows = await database().$queryRaw<{ table: string }[]>`
      select event_object_table as table from information_schema.triggers where trigger_name = 'append_only' group by 1`
    expect(new Set(rows.map((row) => row.table))).toEqual(new Set(appendOnly))
  })
})

const firstColumn = async (table: string): Promise<string> => {
  const [row] = await database().$queryRaw<{ name: string }[]>`
    select column_name as name from information_schema.columns where table_name = ${table} and ordinal_position = 1`
  return row?.name ?? ''
}

describe('inTransaction', () => {
  it('keeps nothing when its body throws', async () => {
    const name = `study ${randomUUID()}`
    await expect(
      inTransaction(async (tx) => {
        await tx.study.create({ data: { name } })
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await database().study.count({ where: { name } })).toBe(0)
  })

  it('runs again after a serialisation failure, and both writers are counted', async () => {
    const { id } = await database().study.create({ data: { name: '0' } })
    const bothHaveRead = barrier(2)
    const increment = () =>
      inTransaction(
        async (tx) => {
          const { name } = await tx.study.findUniqueOrThrow({ where: { id } })
          await bothHaveRead()
          await tx.study.update({ where: { id }, data: { name: String(Number(name) + 1) } })
        },
        { isolation: 'Serializable' },
      )
    await Promise.all([increment(), increment()])
    expect((await database().study.findUniqueOrThrow({ where: { id } })).name).toBe('2')
  })

  it('runs again after a deadlock, also in raw SQL', async () => {
    const [a, b] = await Promise.all(
      ['a', 'b'].map((name) => database().study.create({ data: { name: `${name} ${randomUUID()}` } })),
    )
    const bothHoldOne = barrier(2)
    const lock = (ids: (string | undefined)[]) => {
      let attempts = 0
      return inTransaction(async (tx) => {
        attempts++
        for (const id of ids) {
          await tx.$queryRaw`select 1 from "Study" where id = ${id}::uuid for update`
          if (id === ids[0]) await bothHoldOne()
        }
        return attempts
      })
    }
    const attempts = await Promise.all([lock([a?.id, b?.id]), lock([b?.id, a?.id])])
    expect(attempts.toSorted()).toEqual([1, 2])
  })
})

/** Waits until `n` have come; lets later ones pass. */
function barrier(n: number): () => Promise<void> {
  let arrived = 0
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return async () => {
    arrived++
    if (arrived >= n) open()
    await opened
  }
}

describe('a where clause', () => {
  it('with undefined is refused instead of meaning everything', async () => {
    await expect(database().study.count({ where: { name: undefined } })).rejects.toThrow(/undefined/)
  })
})

describe('migrations', () => {
  it('that are applied are not applied again', async () => {
    expect(await migrate(env().databaseUrl)).toEqual([])
  })

  it('that were edited after they were applied are refused by name', async () => {
    const folder = await copyOfMigrations()
    await writeFile(path.join(folder, '20261123180000_the_first_house/migration.sql'), 'select 1')
    await expect(migrate(env().databaseUrl, folder)).rejects.toThrow('20261123180000_the_first_house was changed')
  })

  it('apply whole or not at all', async () => {
    const folder = await copyOfMigrations()
    const broken = path.join(folder, '29990101000000_broken')
    await cp(path.join(folder, '20261123180000_the_first_house'), broken, { recursive: true })
    await writeFile(path.join(broken, 'migration.sql'), 'create table half (id int); select nonsense;')
    await expect(migrate(env().databaseUrl, folder)).rejects.toThrow('nonsense')
    const [row] = await database().$queryRaw<{ exists: boolean }[]>`select to_regclass('half') is not null as exists`
    expect(row).toEqual({ exists: false })
  })
})

const copyOfMigrations = async (): Promise<string> => {
  const folder = path.join(await mkdtemp(path.join(env().dataFolder, 'migrations-')), 'migrations')
  await cp('prisma/migrations', folder, { recursive: true })
  return folder
}

describe('freshDatabase', () => {
  const dropAfter: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const drop of dropAfter.splice(0)) await drop()
  })

  it('knows nothing of another', async () => {
    await database().study.create({ data: { name: 'mine' } })
    const other = await freshDatabase()
    dropAfter.push(other.drop)
    expect(await database().study.count()).toBe(0)
  })
})
