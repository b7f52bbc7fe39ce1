/** Whether a protocol's settings can work together: what is wrong, as sentences for the person who wrote them. */
import { panelSize } from './consensus-panel'
import { patchesMax, patchesPerAxis } from './patch-grid'
import type { GradeTaskSettings, GridSettings, Protocol, TaskSettings } from './protocol'
import { tasks } from './reading'

/** @returns one sentence for each thing that is wrong; none: the protocol can be used */
export function validateProtocol(protocol: Protocol): string[] {
  const { areaShareMin: share, patchShareMin = 1 } = protocol.markToPatch
  return [
    ...when(protocol.name.trim() === '', 'Give the protocol a name.'),
    ...gridProblems(protocol.grid),
    ...when(!(share > 0 && share <= 1), `A mark's share of area is ${share}; it must be above 0 and at most 1.`),
    ...when(
      !(patchShareMin > 0 && patchShareMin <= 1),
      `The share of a patch that a mark covers is ${patchShareMin}; it must be above 0 and at most 1.`,
    ),
    ...when(
      tasks.every((task) => protocol[task] === null),
      'The protocol has no task; turn on marks, patches or grade.',
    ),
    ...tasks.flatMap((task) => (protocol[task] === null ? [] : taskProblems(task, protocol[task]))),
    ...(protocol.grade === null ? [] : gradeProblems(protocol.grade)),
    ...when(
      protocol.patches !== null && !isWhole(protocol.patches.patchesPerItem, 1),
      'One claim of patches must hand out at least 1 patch.',
    ),
    ...when(
      !isWhole(protocol.leaseSeconds, 60),
      `A lease of ${protocol.leaseSeconds} s is too short; use at least 60 s.`,
    ),
  ]
}

const when = (isWrong: boolean, sentence: string): string[] => (isWrong ? [sentence] : [])

const isWhole = (value: number, min: number) => Number.isInteger(value) && value >= min

function gridProblems({ d, h, ov }: GridSettings): string[] {
  if (![d, h, ov].every((value) => isWhole(value, 0))) return ['The grid needs whole numbers for d, h and ov.']
  const problems = [
    ...when(h < 1 || h > d, `A patch of ${h} px does not fit an image of ${d} px; use 1 ≤ h ≤ d.`),
    ...when(
      ov >= h,
      `An overlap of ${ov} px leaves patches of ${h} px no stride; use an overlap smaller than the patch.`,
    ),
  ]
  if (problems.length > 0) return problems
  const s = patchesPerAxis({ d, h, ov })
  return when(
    s * s > patchesMax,
    `The grid has ${s} × ${s} patches, which is more than ${patchesMax}; use larger patches or less overlap.`,
  )
}

function taskProblems(task: string, settings: TaskSettings): string[] {
  const { panel, rule, extraObserversMax } = settings
  if (!Object.values(panel).every((count) => isWhole(count, 0))) {
    return [`The panel for ${task} must hold whole numbers of observers.`]
  }
  const size = panelSize(panel)
  const shared = [
    ...when(size === 0, `The panel for ${task} is empty; ask at least one observer.`),
    ...when(!isWhole(extraObserversMax, 0), `The number of extra observers for ${task} must be 0 or more.`),
  ]
  switch (rule.type) {
    case 'kOfN':
      return [
        ...shared,
        ...when(!isWhole(rule.k, 1), `The rule for ${task} must ask for at least 1 equal answer.`),
        ...when(
          rule.k > rule.n,
          `The rule for ${task} asks for ${rule.k} equal answers of ${rule.n}; k may be at most n.`,
        ),
        ...when(
          rule.n !== size,
          `The rule for ${task} weighs ${rule.n} observers, the panel asks ${size}; make them equal.`,
        ),
      ]
    case 'expertCheck':
      return [
        ...shared,
        ...when(
          panel.trainedObserver < 1 || panel.ophthalmologist < 1 || panel.any > 0,
          `An expert check of ${task} needs trained observers and an ophthalmologist, and no seat for either.`,
        ),
        ...uselessExtras(task, extraObserversMax),
      ]
    case 'unanimous':
      return [...shared, ...uselessExtras(task, extraObserversMax)]
  }
}

const uselessExtras = (task: string, extraObserversMax: number) =>
  when(
    extraObserversMax > 0,
    `One more observer can settle nothing under the rule for ${task}; set extra observers to 0.`,
  )

function gradeProblems({ rule, toleranceGrades, trainedGrades }: GradeTaskSettings): string[] {
  const isAscending = trainedGrades.every(
    (grade, i) => isWhole(grade, 0) && grade <= 4 && grade > (trainedGrades[i - 1] ?? -1),
  )
  return [
    ...when(
      rule.type === 'kOfN' && 2 * rule.k <= rule.n,
      'A grade needs more than half of the observers; otherwise two grades could win at once.',
    ),
    ...when(![0, 1].includes(toleranceGrades), 'The tolerance for grades is 0 or 1.'),
    ...when(
      trainedGrades.length < 2 || !isAscending,
      'Name at least two grades to train on, from 0 to 4, ascending and each once.',
    ),
  ]
}
