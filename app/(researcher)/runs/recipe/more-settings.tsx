/** Every other knob, folded away: a section a network, and the seed. */
import { NumberField } from '@/app/_ui'
import type { ArchitectureFacts } from '@/lib/contracts/architecture'
import type { Recipe, TrainedStage } from '@/lib/contracts/recipe'
import { stageNames } from '../run-state'
import { CourseKnobs } from './course-knobs'
import { Group } from './group'
import { NetworkKnobs } from './network-knobs'
import { StepKnobs } from './step-knobs'
import { ViewKnobs } from './view-knobs'

type Props = {
  /** Those that are trained. */
  stages: TrainedStage[]
  recipes: Record<TrainedStage, Recipe>
  change: (stage: TrainedStage) => (changes: Partial<Recipe>) => void
  architectures: ArchitectureFacts[]
  seed: number
  onSeed: (seed: number) => void
}

export function MoreSettings({ stages, recipes, change, architectures, seed, onSeed }: Props) {
  return (
    <details>
      <summary className="text-[13px] text-ink-muted">More settings</summary>
      <div className="mt-5 grid gap-10">
        <div className="grid gap-x-10 gap-y-10 xl:grid-cols-2">
          {stages.map((stage) => {
            const knobs = { recipe: recipes[stage], change: change(stage) }
            return (
              <section key={stage} aria-label={stageNames[stage]} className="grid content-start gap-6">
                <h3 className="font-semibold text-[15px]">{stageNames[stage]}</h3>
                <NetworkKnobs {...knobs} architectures={architectures} />
                <StepKnobs {...knobs} />
                <CourseKnobs {...knobs} />
                <ViewKnobs {...knobs} />
              </section>
            )
          })}
        </div>
        <Group title="Chance">
          <NumberField
            label="Seed"
            hint="with recipe and snapshot it determines the run"
            min={0}
            max={2147483647}
            value={seed}
            onChange={onSeed}
          />
        </Group>
      </div>
    </details>
  )
}
