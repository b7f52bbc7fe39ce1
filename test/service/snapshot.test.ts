import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SnapshotContent } from '@/lib/contracts/snapshot'
import { database } from '@/lib/db'
import { kOfNProtocol } from '@/lib/domain/protocol-presets'
import { env } from '@/lib/env'
import { readContent } from '@/lib/services/_shared/learning/snapshot-content'
import { blobs } from '@/lib/services/_shared/stores'
import { changeProtocol } from '@/lib/services/change-protocol'
import { freezeSnapshot } from '@/lib/services/freeze-snapshot'
import { listSnapshots } from '@/lib/services/list-snapshots'
import { viewSnapshot } from '@/lib/services/view-snapshot'
import { commandLine, newStudy, person, testNow } from '../support/study'
import { bothEyes, syntheticStudy } from '../support/synthetic-study'

const split = { train: 0.5, validation: 0.2 }
const freeze = (studyIds: string[], name = 'First') => freezeSnapshot(commandLine, { name, studyIds, split })

async function contentOf(id: string): Promise<SnapshotContent> {
  const { contentSha256 } = await database().snapshot.findUniqueOrThrow({ where: { id } })
  return JSON.parse((await blobs().get(contentSha256)).toString('utf8'))
}

let studyId: string
beforeAll(async () => {
  studyId = await syntheticStudy(bothEyes(8))
}, 120_000)

describe('a snapshot', () => {
  it('holds every agreed example, counted by side and class, with the labels it rests on', async () => {
    const { id } = await freeze([studyId])
    const content = await contentOf(id)
    const summary = await viewSnapshot(commandLine, id)
    const count = (of: (photograph: SnapshotContent['photographs'][number]) => number) =>
      content.photographs.reduce((sum, photograph) => sum + of(photograph), 0)
    const total = (bySide: Record<string, number[]>) =>
      Object.values(bySide)
        .flat()
        .reduce((a, b) => a + b, 0)
    expect(content.photographs).toHaveLength(16)
    expect(total(summary.counts.patches)).toBe(count(({ patches }) => patches.length))
    expect(total(summary.counts.grades)).toBe(16)
    expect(summary).toMatchObject({ name: 'First', createdAt: testNow.toISOString(), studies: [{ id: studyId }] })
    expect(summary.counts.gradeClasses).toEqual([0, 1, 2, 3])
    expect(content.photographs.every(({ labels }) => labels.length === 2)).toBe(true)
    expect(content.photographs.map(({ id }) => id)).toEqual(content.photographs.map(({ id }) => id).toSorted())
  })

  it('is read, photograph by photograph, as what was frozen', async () => {
    const { id } = await freeze([studyId])
    const { contentSha256 } = await database().snapshot.findUniqueOrThrow({ where: { id } })
    const { photographs, grid, gradeClasses } = await contentOf(id)
    const read = await readContent(contentSha256)
    const unpacked = read.photographs.map((photograph) => ({ ...photograph, patches: [...photograph.patches] }))
    expect({ ...read, photographs: unpacked }).toEqual({
      grid,
      gradeClasses,
      photographs: photographs.map(({ labels: _, ...rest }) => rest),
    })
  })

  it('that was changed on disk is refused', async () => {
    const { sha256 } = await blobs().put(new TextEncoder().encode('{"version":1}'))
    await expect(readContent(sha256)).rejects.toThrow()
    const { contentSha256 } = await database().snapshot.findFirstOrThrow()
    const file = path.join(
      env().dataFolder,
      'blobs',
      contentSha256.slice(0, 2),
      contentSha256.slice(2, 4),
      contentSha256,
    )
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"train"', '"test"'))
    await expect(readContent(contentSha256)).rejects.toMatchObject({ code: 'snapshot.damaged' })
    await writeFile(file, text)
  })

  it('never has a patient on two sides', async () => {
    const { photographs } = await contentOf((await freeze([studyId])).id)
    const sides = new Map<string, Set<string>>()
    for (const { group, split } of photographs) sides.set(group, (sides.get(group) ?? new Set()).add(split))
    expect(sides.size).toBe(8)
    expect([...sides.values()].map((side) => side.size)).toEqual(Array(8).fill(1))
  })

  it('has the same hash for the same labels, and another after a new one', async () => {
    const hashOf = async (id: string) => (await viewSnapshot(commandLine, id)).contentSha256
    const first = await hashOf((await freeze([studyId])).id)
    expect(await hashOf((await freeze([studyId], 'Again')).id)).toBe(first)
    const label = await database().agreedLabel.findFirstOrThrow({ where: { item: { studyId, task: 'grade' } } })
    await database().agreedLabel.create({
      data: {
        itemId: label.itemId,
        version: label.version + 1,
        supersedesId: label.id,
        origin: 'adjudication',
        label: { grade: 'ungradable' },
        trace: {},
        createdAt: testNow,
      },
    })
    const { id } = await freeze([studyId], 'Later')
    expect(await hashOf(id)).not.toBe(first)
    expect((await viewSnapshot(commandLine, id)).counts.gradesLeftOut).toBe(1)
  })

  it('joins the same photograph of two studies into one group, whatever the patient is called there', async () => {
    const other = await syntheticStudy([{ name: 'visit-7.jpeg', seed: 1, grade: 0, eye: 'left' }])
    const { photographs } = await contentOf((await freeze([studyId, other])).id)
    const twins = await database().photograph.findMany({
      where: { studyId: { in: [studyId, other] }, fileName: { in: ['1_left.jpeg', 'visit-7.jpeg'] } },
    })
    expect(new Set(twins.map(({ canonicalSha256 }) => canonicalSha256)).size).toBe(1)
    const groups = twins.map(({ id }) => photographs.find((photograph) => photograph.id === id)?.group)
    expect(groups[0]).toBeDefined()
    expect(groups[0]).toBe(groups[1])
  }, 60_000)

  it('is refused where nothing is agreed, saying so', async () => {
    const empty = await newStudy()
    await expect(freeze([empty])).rejects.toMatchObject({ code: 'snapshot.nothing', status: 422 })
  })

  it('is refused for a single patient, or where a class would never be seen in training, saying what is missing', async () => {
    const one = await syntheticStudy(bothEyes(1))
    await expect(freeze([one])).rejects.toMatchObject({ code: 'snapshot.onePatient' })
    const healthy = await syntheticStudy([
      { name: '1_left.jpeg', seed: 1, grade: 0, eye: 'left' },
      { name: '2_left.jpeg', seed: 2, grade: 0, eye: 'left' },
      { name: '3_left.jpeg', seed: 3, grade: 0, eye: 'left' },
    ])
    await expect(freeze([healthy])).rejects.toMatchObject({
      code: 'snapshot.classes',
      sentence: expect.stringMatching(/no haemorrhage patches.*grade 3 \(Severe NPDR\)/),
    })
  }, 60_000)

  it('is refused where the grids of the studies differ, naming them', async () => {
    const fine = await newStudy('k-of-n', 'Fine grid')
    await changeProtocol(commandLine, fine, { ...kOfNProtocol(1, 1), grid: { d: 800, h: 64, ov: 32 } })
    await expect(freeze([studyId, fine])).rejects.toMatchObject({
      code: 'snapshot.grids',
      sentence: expect.stringContaining('Fine grid: 64 px patches with 32 px overlap on 800 px'),
    })
  })

  it('is seen by members of all its studies only', async () => {
    const { id } = await freeze([studyId])
    const member = await person('researcher', [studyId])
    const outsider = await person('researcher')
    expect((await listSnapshots(member)).some((snapshot) => snapshot.id === id)).toBe(true)
    expect(await listSnapshots(outsider)).toEqual([])
    await expect(viewSnapshot(outsider, id)).rejects.toMatchObject({ code: 'access.none' })
    await expect(freezeSnapshot(outsider, { name: 'x', studyIds: [studyId], split })).rejects.toMatchObject({
      code: 'access.none',
    })
  })
})
