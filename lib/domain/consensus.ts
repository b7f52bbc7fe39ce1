/** The consensus rules, for whoever asks what an item's readings amount to. Each file says its own rule. */
export { evaluateGrade, type ObserverGrade } from './consensus-grade'
export {
  missingSeats,
  type Outcome,
  panelSize,
  type RuleTrace,
} from './consensus-panel'
export {
  evaluatePatches,
  labelOfPatches,
  type ObserverPatches,
  type PatchesLabel,
  type PatchesOutcome,
  settlePatches,
} from './consensus-patches'
