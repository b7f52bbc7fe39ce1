/** Real photographs lie beside the repository, not in it; where they are absent these tests are skipped. */
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { createPhotographDecoder } from '@/lib/vision'
import { findFieldOfView } from '@/lib/vision/find-field-of-view'

const data = path.resolve(import.meta.dirname, '../../../shared/data')
const isAbsent = !existsSync(data)

/** At most `count` photographs of a folder, spread over it. */
function some(folder: string, count: number): string[] {
  const names = isAbsent ? [] : readdirSync(path.join(data, folder)).sort()
  const step = Math.max(1, Math.floor(names.length / count))
  return names.filter((_, i) => i % step === 0).map((name) => path.join(data, folder, name))
}

async function locate(file: string) {
  const { width, height } = await sharp(file).metadata()
  const small = await sharp(file).resize(320, 320, { fit: 'inside' }).raw().toBuffer({ resolveWithObject: true })
  const levels = Uint8Array.from({ length: small.info.width * small.info.height }, (_, i) =>
    Math.max(...small.data.subarray(i * 3, i * 3 + 3)),
  )
  const found = findFieldOfView({ width: small.info.width, height: small.info.height, data: levels }, { width, height })
  return { name: path.basename(file), radius: found?.radius ?? 0, visible: found?.visible }
}

describe.skipIf(isAbsent)('real photographs (skipped where ../shared/data is absent)', () => {
  it('of the two eyes of a Kaggle patient have the same field of view, even nearly black or glaring ones', async () => {
    for (const patient of ['10', '13', '15', '17']) {
      const [left, right] = await Promise.all(
        ['left', 'right'].map((eye) => locate(path.join(data, 'kaggle-sample/images', `${patient}_${eye}.jpeg`))),
      )
      expect(Math.abs((left?.radius ?? 0) / (right?.radius ?? 1) - 1), patient).toBeLessThan(0.002)
    }
  })

  it.each([
    ['idrid-grading/images', 8, [1703, 1897], 0.003],
    ['idrid-lesions/images', 6, [1703, 1897], 0.003],
    ['idrid-boxes/images', 6, [407], 0.003],
    ['diaretdb1/images', 6, [708], 0.004],
  ])('of %s have the fields of view of their cameras', async (folder, count, radii, tolerance) => {
    for (const file of some(folder, count)) {
      const { name, radius } = await locate(file)
      const error = Math.min(...radii.map((expected) => Math.abs(radius / expected - 1)))
      expect({ name, radius, isRight: error < tolerance }).toEqual({ name, radius, isRight: true })
    }
  })

  it('that were letterboxed are lit between the bars only', async () => {
    for (const file of some('idrid-boxes/images', 4)) {
      const { name, visible } = await locate(file)
      const rows = [visible?.y ?? 0, (visible?.y ?? 0) + (visible?.height ?? 0)]
      expect(Math.abs((rows[0] ?? 0) - 171) + Math.abs((rows[1] ?? 0) - 853), name).toBeLessThan(8)
    }
  })

  it('have no bright ring at the rim: there, Eq. 1 is at most 16 of 255 grey levels above the inside', async () => {
    const folders = ['kaggle-sample/images', 'idrid-grading/images', 'idrid-boxes/images', 'diaretdb1/images']
    const decoder = createPhotographDecoder()
    for (const file of folders.flatMap((folder) => some(folder, 2))) {
      const { fieldOfView, lesion } = await decoder.view(await readFile(file))
      const { ring, inside } = meansByDepth(lesion.contrast.data, fieldOfView)
      const name = path.basename(file)
      expect({ name, ring, hasGlow: ring > inside + 16 }).toEqual({ name, ring, hasGlow: false })
    }
    await decoder.close()
  })

  it('are prepared whole, and stored with the pixels that they came with', async () => {
    const decoder = createPhotographDecoder()
    for (const name of ['kaggle-sample/images/10_right.jpeg', 'idrid-lesions/images/IDRiD_03.jpg']) {
      const bytes = await readFile(path.join(data, name))
      const made = await decoder.prepare(bytes)
      const [before, after] = await Promise.all([bytes, made.original.bytes].map((b) => sharp(b).raw().toBuffer()))
      expect({ name, isSame: after && before?.equals(after) }).toEqual({ name, isSame: true })
      const { channels } = await sharp(made.contrast800).stats()
      // Eq. 1 centres every photograph on the same grey, however dark it was.
      for (const { mean } of channels) expect(Math.abs(mean - 128), name).toBeLessThan(4)
    }
    await decoder.close()
  })
})

/** Mean of the 800 × 800 picture in the ten pixels beside the rim and the cuts, after the four that are masked, and beyond. */
function meansByDepth(rgb: Uint8Array, { centreX, centreY, radius, crop, visible }: FieldOfView) {
  const scale = 800 / crop.side
  const [x0, y0, r] = [(centreX - crop.x) * scale, (centreY - crop.y) * scale, radius * scale]
  const top = visible ? (visible.y - crop.y) * scale : 0
  const bottom = visible ? (visible.y + visible.height - crop.y) * scale : 800
  const sums = { ring: { sum: 0, count: 0 }, inside: { sum: 0, count: 0 } }
  for (let y = 0; y < 800; y++) {
    for (let x = 0; x < 800; x++) {
      const depth = Math.min(r - Math.hypot(x + 0.5 - x0, y + 0.5 - y0), y + 0.5 - top, bottom - y - 0.5)
      if (depth < 4.5) continue
      const zone = depth < 14 ? sums.ring : sums.inside
      const at = (y * 800 + x) * 3
      zone.sum += ((rgb[at] ?? 0) + (rgb[at + 1] ?? 0) + (rgb[at + 2] ?? 0)) / 3
      zone.count++
    }
  }
  return { ring: sums.ring.sum / sums.ring.count, inside: sums.inside.sum / sums.inside.count }
}
