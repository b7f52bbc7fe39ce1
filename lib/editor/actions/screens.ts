/** Which actions each screen has. Buttons, keyboard and key table are made from these lists; a unit test finds keys that clash. */
import { lesionKinds } from '@/lib/domain/lesion'
import type { ReadingStage } from '@/lib/domain/reading'
import { gradeChoices } from '../grade/grade-criteria'
import type { MarksEditor } from '../marks/marks-editor'
import type { PatchEditor } from '../patches/patch-editor'
import { toolNames } from '../tools/tool'
import type { Action } from './action'
import type { WithCase } from './cases/case-desk'
import { leaveCase } from './cases/leave-case'
import { markUnresolved } from './cases/mark-unresolved'
import { showCaseKeys } from './cases/show-case-keys'
import { signDecision } from './cases/sign-decision'
import { toggleObserver } from './cases/toggle-observer'
import { writeReason } from './cases/write-reason'
import { chooseGrade } from './grade/choose-grade'
import { finishGrade } from './grade/finish-grade'
import type { WithGrade } from './grade/grade-desk'
import { keepGrade } from './grade/keep-grade'
import { writeNote } from './grade/write-note'
import { cancelGesture } from './marks/cancel-gesture'
import { chooseKind } from './marks/choose-kind'
import { chooseTool } from './marks/choose-tool'
import { deleteMark } from './marks/delete-mark'
import { nudgeMark } from './marks/nudge-mark'
import { redoMark } from './marks/redo'
import { nextMark, previousMark } from './marks/select-neighbour'
import { toggleMarks } from './marks/toggle-marks'
import { undoMark } from './marks/undo'
import { patchBack } from './patches/patch-back'
import { patchClear } from './patches/patch-clear'
import { patchKind, patchMoreKind } from './patches/patch-kind'
import { patchNext, patchNextOrSubmit } from './patches/patch-next'
import { patchNormal } from './patches/patch-normal'
import { patchPace } from './patches/patch-pace'
import { patchRedo, patchUndo } from './patches/patch-undo'
import { leave } from './reading/leave'
import type { WithRoom } from './reading/room'
import { showKeys } from './reading/show-keys'
import { skip } from './reading/skip'
import { submit } from './reading/submit'
import { fit, fitByLetter } from './view/fit'
import { panActions } from './view/pan'
import { lessAround, moreAround } from './view/surroundings'
import { toggleContrast } from './view/toggle-contrast'
import { toggleGrid } from './view/toggle-grid'
import type { WithSurface, WithView } from './view/view'
import { zoomIn, zoomOut } from './view/zoom'

export type MarksContext = { editor: MarksEditor } & WithSurface & WithView & WithRoom
export const marksActions: readonly Action<MarksContext>[] = [
  ...toolNames.map(chooseTool),
  ...lesionKinds.map(chooseKind),
  undoMark,
  redoMark,
  deleteMark,
  nextMark,
  previousMark,
  ...nudgeMark,
  cancelGesture,
  zoomIn,
  zoomOut,
  fit,
  ...panActions,
  toggleContrast,
  toggleGrid,
  toggleMarks,
  submit,
  skip,
  leave,
  showKeys,
]

export type PatchesContext = { patches: PatchEditor } & WithView & WithRoom
export const patchActions: readonly Action<PatchesContext>[] = [
  patchNormal,
  ...lesionKinds.map(patchKind),
  ...lesionKinds.map(patchMoreKind),
  patchNextOrSubmit,
  patchBack,
  patchClear,
  patchUndo,
  patchRedo,
  patchPace,
  lessAround,
  moreAround,
  toggleContrast,
  submit,
  skip,
  leave,
  showKeys,
]

export type GradeContext = WithGrade & WithSurface & WithView & WithRoom
export const gradeActions = (stage: ReadingStage): readonly Action<GradeContext>[] => [
  ...gradeChoices.map(chooseGrade),
  ...(stage === 'revealed' ? [keepGrade] : []),
  finishGrade,
  writeNote,
  zoomIn,
  zoomOut,
  fitByLetter,
  ...panActions,
  toggleContrast,
  submit,
  ...(stage === 'blind' ? [skip] : []),
  leave,
  showKeys,
]

const caseActions: readonly Action<WithCase>[] = [writeReason, markUnresolved, signDecision, leaveCase, showCaseKeys]

export type CasePatchContext = { patches: PatchEditor } & WithSurface & WithView & WithCase
export const casePatchActions = (letters: readonly string[]): readonly Action<CasePatchContext>[] => [
  patchNormal,
  ...lesionKinds.map(patchKind),
  patchNext,
  patchBack,
  patchClear,
  patchUndo,
  patchRedo,
  zoomIn,
  zoomOut,
  fitByLetter,
  toggleContrast,
  toggleGrid,
  ...letters.map(toggleObserver),
  ...caseActions,
]

export type CaseGradeContext = Pick<GradeContext, 'surface' | 'view'> & {
  grade: Pick<GradeContext['grade'], 'choose'>
} & WithCase
export const caseGradeActions: readonly Action<CaseGradeContext>[] = [
  ...gradeChoices.map(chooseGrade),
  zoomIn,
  zoomOut,
  fitByLetter,
  ...panActions,
  toggleContrast,
  ...caseActions,
]
