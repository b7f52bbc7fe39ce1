/**
 * What a benchmark is: contestants that do the same work, each measured in a process of its own with the same environment,
 * turn by turn, so that whatever else the machine is doing meets all of them. A file test/bench/NAME.ts exports one as
 * `benchmark`, and `npm run bench -- NAME` runs it. Figures are printed with the ratio to the fastest peer of the same run;
 * nothing here ever fails because something was slow.
 */
import type { ParseArgsConfig } from 'node:util'

export type Benchmark = {
  /** For --help: what is measured, and the options of this benchmark alone. */
  usage: string
  options: NonNullable<ParseArgsConfig['options']>
  /** @param scratch a folder of this run, gone afterwards: inputs that all contestants read, outputs to compare */
  plan(values: OptionValues, scratch: string): Comparison | Promise<Comparison>
}

/** A benchmark of what is learned, not of how fast: it measures in its own way and tells it in its own form. */
export type Study = Pick<Benchmark, 'usage' | 'options'> & {
  /** @param scratch as for a benchmark. @returns what `--json` prints, and the same for people */
  carryOut(values: OptionValues, scratch: string): Promise<{ result: object; text: string }>
}

export type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>

export type Comparison = {
  title: string
  /** What is counted; the figures are how many of these a second, so larger is better. */
  unit: string
  /** The figure to reach, in the words of the acceptance row. */
  aim: string
  /** What all contestants had in common: network, batch, threads … */
  setting: Record<string, string | number>
  contestants: Contestant[]
  /** After the last round: what else has to hold (equal outputs, say), one sentence each. */
  conclude?(): Promise<string[]>
}

export type Contestant = {
  name: string
  isOurs: boolean
  /** Measures once, in a process of its own. Called once a round. */
  measure(): Promise<Measured | Missing>
}

export type Measured = {
  perSecond: number
  /** User and system time per unit: what of the figure a busy machine does not change. */
  cpuSecondsPerUnit?: number
  threads: number
  /** Of what was measured: { torch: '2.15.0', python: '3.11.7' } */
  versions: Record<string, string>
  /** Whatever else is worth a line: peak memory, losses, the part of the time that went into … */
  facts?: Record<string, string | number>
}

/** Not installed, or not able to: one sentence. */
export type Missing = { missing: string }
