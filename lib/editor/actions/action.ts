/**
 * One thing a person can do, with its name, its keys and what it does. Buttons, the key table and the keyboard all use the
 * same object, one file each in this folder; a screen is a list of them.
 */
import { isKey, type Key, type KeyPress } from './key'

export const actionGroups = ['Tools', 'Kinds', 'Marks', 'Patches', 'Grade', 'View', 'Reading'] as const
export type ActionGroup = (typeof actionGroups)[number]

export type Action<Context> = {
  /** Stable, `area.verb`. */
  name: string
  label: string
  group: ActionGroup
  keys: readonly Key[]
  /** May holding the key down repeat it? */
  doesRepeat?: boolean
  isPossible?: (context: Context) => boolean
  perform: (context: Context) => void
}

export function actionFor<Context>(actions: readonly Action<Context>[], press: KeyPress): Action<Context> | undefined {
  return actions.find((action) => action.keys.some((key) => isKey(key, press)))
}
