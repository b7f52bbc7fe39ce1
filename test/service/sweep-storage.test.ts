import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { env } from '@/lib/env'
import { closeImport } from '@/lib/services/close-import'
import { openImport } from '@/lib/services/open-import'
import { receiveImportFile } from '@/lib/services/receive-import-file'
import { sweepStorage } from '@/lib/services/sweep-storage'
import { plainFundus } from '../support/plain-fundus'
import { commandLine, newStudy, testNow } from '../support/study'

const inData = (...below: string[]) => path.join(env().dataFolder, ...below)

async function leave(hoursAgo: number, ...below: string[]): Promise<void> {
  const at = new Date(testNow.getTime() - hoursAgo * 3_600_000)
  await mkdir(path.dirname(inData(...below)), { recursive: true })
  await writeFile(inData(...below), 'left')
  await utimes(inData(...below), at, at)
}

it('a worker that starts throws away what a crash left, and nothing that anybody needs', async () => {
  const studyId = await newStudy()
  const [done, open, waiting] = await Promise.all(
    [1, 2, 3].map(async () => (await openImport(commandLine, { studyId })).id),
  )
  if (!done || !open || !waiting) throw new Error('no import')
  const body = Readable.from([await plainFundus(1)])
  await receiveImportFile(commandLine, { importId: waiting, name: 'a.jpg', body })
  await closeImport(commandLine, waiting)
  await closeImport(commandLine, done)
  for (const id of [done, open]) await leave(1, 'incoming', id, 'aa', 'bb', 'bytes')
  await leave(1, 'incoming', 'notes')
  await leave(25, 'incoming', open, 'aside', 'old')
  for (const place of [['temporary'], ['blobs', 'aside'], ['models', 'aside']]) {
    await leave(25, ...place, 'old')
    await leave(23, ...place, 'young')
  }
  expect(await sweepStorage(testNow)).toBe(5)
  expect((await readdir(inData('incoming'))).sort()).toEqual(['notes', open, waiting].sort())
  expect(await readdir(inData('incoming', open, 'aside'))).toEqual([])
  expect(await readdir(inData('incoming', open, 'aa', 'bb'))).toEqual(['bytes'])
  for (const place of [['temporary'], ['blobs', 'aside'], ['models', 'aside']]) {
    expect(await readdir(inData(...place))).toEqual(['young'])
  }
  expect(await sweepStorage(testNow)).toBe(0)
})
