/** What the catalogue says of a network, where somebody chooses one or looks at what was trained. */
import type { ReactNode } from 'react'
import type { ArchitectureFacts as Facts } from '@/lib/contracts/architecture'

const count = (value: number) => value.toLocaleString('en')

export function ArchitectureFacts({ facts }: { facts: Facts }) {
  const { title, source, stage, inputSides, parameters, receptiveField, denseStep } = facts
  const [usual = 0] = inputSides
  const others = inputSides.slice(1)
  return (
    <div className="grid gap-2 text-[13px]">
      <p className="font-medium text-ink">{title}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 tabular-nums">
        <Fact term="Source">{source}</Fact>
        <Fact term="Input">
          {usual} × {usual} px, three channels
          {others.length > 0 && ` (also ${others.join(' and ')} px)`}
        </Fact>
        <Fact term="Parameters">
          {count(parameters.total)} at {usual} px, of which {count(parameters.trainable)} are learned
        </Fact>
        <Fact term="Receptive field">
          {receptiveField >= usual ? `the whole input (${count(receptiveField)} px)` : `${count(receptiveField)} px`}
        </Fact>
        {stage === 'local' && (
          <Fact term="Evaluation">
            {denseStep === null
              ? 'patch by patch'
              : `a whole photograph at once, for patches at multiples of ${denseStep} px`}
          </Fact>
        )}
      </dl>
    </div>
  )
}

const Fact = ({ term, children }: { term: string; children: ReactNode }) => (
  <>
    <dt className="text-ink-muted">{term}</dt>
    <dd className="text-ink">{children}</dd>
  </>
)
