/** How anonymised observers are told apart in a case: letter, colour and line; never by colour alone. */

export type ObserverLook = { letter: string; colour: string; dash: readonly number[]; line: string }

const styles: readonly Omit<ObserverLook, 'letter'>[] = [
  { colour: '#699ef7', dash: [], line: 'solid' },
  { colour: '#fae257', dash: [8, 4], line: 'dashed' },
  { colour: '#ffa2d7', dash: [2, 3], line: 'dotted' },
  { colour: '#12d895', dash: [10, 3, 2, 3], line: 'dash-dotted' },
  { colour: '#ffffff', dash: [14, 5], line: 'long-dashed' },
  { colour: '#c2ffa0', dash: [4, 4], line: 'short-dashed' },
]
const first: Omit<ObserverLook, 'letter'> = { colour: '#699ef7', dash: [], line: 'solid' }

/** @param position 0 = A */
export const observerLook = (letter: string, position: number): ObserverLook => ({
  letter,
  ...(styles[position % styles.length] ?? first),
})
