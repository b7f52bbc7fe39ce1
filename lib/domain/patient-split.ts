/**
 * Which side of the split a patient is on: a function of the patient's code alone (science §6), so that both eyes, every
 * visit and every crop stay together, and a photograph that arrives later moves nobody. No list is stored, none can leak.
 */
import { sha256Hex } from './hash'

export const splits = ['train', 'validation', 'test'] as const
export type Split = (typeof splits)[number]

export type SplitSettings = {
  /** Another salt is another split of the same patients. */
  salt: string
  /** Shares 0 … 1; what `train` and `validation` leave is the test share. */
  train: number
  validation: number
}

export const defaultSplit: SplitSettings = { salt: 'dr-split-v1', train: 0.7, validation: 0.15 }

/** @returns uniform in [0, 1): the first 32 bits of SHA-256 of `salt:code` */
export function splitPosition(patientCode: string, salt: string = defaultSplit.salt): number {
  return Number.parseInt(sha256Hex(`${salt}:${patientCode}`).slice(0, 8), 16) / 2 ** 32
}

export function splitOfPatient(patientCode: string, settings: SplitSettings = defaultSplit): Split {
  const position = splitPosition(patientCode, settings.salt)
  if (position < settings.train) return 'train'
  return position < settings.train + settings.validation ? 'validation' : 'test'
}
