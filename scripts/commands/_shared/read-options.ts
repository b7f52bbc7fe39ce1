/** Options of a command, checked: each wrong one gets a sentence that names it and says what it should be. */
import { AppError } from '@/lib/domain/errors'

export const wrongOption = (sentence: string) => new AppError('command.option', sentence, 422)

export function wholeNumber(name: string, text: string, { min, max }: { min: number; max: number }): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw wrongOption(`--${name} ${text} is wrong; give a whole number from ${min} to ${max}.`)
}

export function share(name: string, text: string, { max }: { max: number }): number {
  const value = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN
  if (value >= 0 && value <= max) return value
  throw wrongOption(`--${name} ${text} is wrong; give a share from 0 to ${max}, 0.2 for a fifth.`)
}

export function oneOf<Name extends string>(name: string, text: string, known: readonly Name[]): Name {
  const found = known.find((value) => value === text)
  if (found !== undefined) return found
  throw wrongOption(`--${name} ${text} is not known; give one of ${known.join(', ')}.`)
}
