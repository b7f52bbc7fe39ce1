/**
 * Who must stay together on one side of the split (science §6): a patient of a study, everybody of the same code in other
 * studies of the snapshot, and patients of whom the very same photograph lies in two studies. Joining too many costs a
 * little freedom; joining too few would let the evaluation see what training saw.
 */
import { sha256Hex } from '@/lib/domain/hash'

export type GroupMember = { patientCode: string; canonicalSha256: string }

export type PatientGroup = {
  /** Names the group without naming the patient. */
  group: string
  /** The smallest code of the group: what the split is taken from, so that a study made again splits the same way. */
  code: string
}

/** @returns one group for every member, in their order */
export function patientGroups(members: GroupMember[]): PatientGroup[] {
  const parent = new Map<string, string>()
  const rootOf = (code: string): string => {
    let root = code
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    parent.set(code, root)
    return root
  }
  const firstWithPixels = new Map<string, string>()
  for (const { patientCode, canonicalSha256 } of members) {
    if (!parent.has(patientCode)) parent.set(patientCode, patientCode)
    const first = firstWithPixels.get(canonicalSha256)
    if (first === undefined) firstWithPixels.set(canonicalSha256, patientCode)
    else {
      const [a, b] = [rootOf(first), rootOf(patientCode)]
      if (a < b) parent.set(b, a)
      else parent.set(a, b)
    }
  }
  return members.map(({ patientCode }) => {
    const code = rootOf(patientCode)
    return { code, group: sha256Hex(`patient:${code}`).slice(0, 32) }
  })
}
