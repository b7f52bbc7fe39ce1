/**
 * What a network's last layer tells apart (science §3, §5). `classes`: the four kinds of patch, or the trained grades.
 * `binary`: lesion against normal, or referable against none, where the paper leaves grade 1 out of both sides. Labels stay
 * as people gave them; this is where they become class numbers of a head.
 */
import { gradeLabels, icdrGrades, patchClasses } from './lesion'

export const heads = ['classes', 'binary'] as const
export type Head = (typeof heads)[number]

/** Grade 2, moderate NPDR: from here on a person is referred. */
export const referableFrom = 2

export const binaryPatchClasses = ['normal', 'lesion'] as const
export const binaryGradeClasses = ['not referable (grade 0)', 'referable (grade 2 or more)'] as const

/** Names of the local network's classes, in the order of their numbers: for cards and pages. */
export const patchClassNames = (head: Head): readonly string[] =>
  head === 'binary' ? binaryPatchClasses : patchClasses

/** @param patchClass 0…3. @returns the class number of the head */
export const patchClassOfHead = (head: Head, patchClass: number): number =>
  head === 'binary' ? Math.min(patchClass, 1) : patchClass

/**
 * Names of the global network's classes, in the order of their numbers.
 * @param gradeClasses the grade of every class of the study
 */
export const gradeClassNames = (head: Head, gradeClasses: readonly number[]): readonly string[] =>
  head === 'binary' ? binaryGradeClasses : gradeClasses.map(gradeName)

/** @returns the class number of the head; undefined where it leaves the grade out */
export function gradeClassOfHead(head: Head, grade: number, gradeClasses: readonly number[]): number | undefined {
  if (head === 'binary') return grade >= referableFrom ? 1 : grade === 0 ? 0 : undefined
  const position = gradeClasses.indexOf(grade)
  return position === -1 ? undefined : position
}

export function gradeName(grade: number): string {
  const known = icdrGrades.find((icdr) => icdr === grade)
  return known === undefined ? `Grade ${grade}` : gradeLabels[known]
}
