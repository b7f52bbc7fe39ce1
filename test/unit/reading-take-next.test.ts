import { expect, test } from 'vitest'
import { type ClaimAnswer, takeNext } from '@/app/_client/reading/take-next'
import type { Assignment } from '@/lib/contracts/reading'

const assignment: Assignment = {
  leaseId: 'lease',
  expiresAt: '2030-01-01T08:00:00.000Z',
  studyId: 'study',
  studyName: 'Study',
  task: 'grade',
  stage: 'blind',
  photograph: { width: 9, height: 9, centreX: 4, centreY: 4, radius: 4, crop: { x: 0, y: 0, side: 8 } },
  grid: { d: 64, h: 16, ov: 0 },
  patchIndices: [],
  progress: { done: 0, left: 1 },
}
const none = (left: number): ClaimAnswer => ({ assignment: null, left })
const some: ClaimAnswer = { assignment, left: 1 }

/** What is asked of the server, one letter each: c for a claim, p for the pause. */
async function take(...answers: ClaimAnswer[]) {
  let asked = ''
  const claim = async () => {
    asked += 'c'
    const answer = answers.shift()
    if (!answer) throw new Error('Asked too often.')
    return answer
  }
  const pause = async () => {
    asked += 'p'
  }
  return { next: await takeNext(claim, pause), asked }
}

test('what is handed out is taken at once', async () => {
  expect(await take(some)).toEqual({ next: { type: 'item', assignment }, asked: 'c' })
})

test('all is read only where nothing is left for this observer', async () => {
  expect(await take(none(0))).toEqual({ next: { type: 'allRead' }, asked: 'c' })
  expect(await take(none(2), none(0))).toEqual({ next: { type: 'allRead' }, asked: 'cpc' })
})

test('where something is left, the claim is made once more after a pause', async () => {
  expect(await take(none(2), some)).toEqual({ next: { type: 'item', assignment }, asked: 'cpc' })
  expect(await take(none(2), none(2))).toEqual({ next: { type: 'othersRead' }, asked: 'cpc' })
})
