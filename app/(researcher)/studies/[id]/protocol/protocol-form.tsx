'use client'
/** A protocol as a form: start from a preset, change what differs, store it as a new version. What is read stays as it was read. */
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useRequest } from '@/app/_client/use-request'
import { Button, Checkbox, Field, Notice, NumberField, Panel, Select, TextInput, useToast } from '@/app/_ui'
import { icdrGrades } from '@/lib/domain/lesion'
import { gridPresets, type Protocol } from '@/lib/domain/protocol'
import { protocolPresets } from '@/lib/domain/protocol-presets'
import { validateProtocol } from '@/lib/domain/validate-protocol'
import { TaskFields } from './task-fields'

const fallback = Object.values(protocolPresets)[0]

export function ProtocolForm({ studyId, current }: { studyId: string; current: Protocol }) {
  const [protocol, setProtocol] = useState(current)
  const { send, busy, failure } = useRequest()
  const router = useRouter()
  const toast = useToast()
  const set = (part: Partial<Protocol>) => setProtocol((p) => ({ ...p, ...part }))
  const sentences = validateProtocol(protocol)
  const gridName =
    Object.entries(gridPresets).find(
      ([, g]) => g.d === protocol.grid.d && g.h === protocol.grid.h && g.ov === protocol.grid.ov,
    )?.[0] ?? 'own'
  const isSame = JSON.stringify(protocol) === JSON.stringify(current)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await send<{ version: number }>('PUT', `/api/studies/${studyId}/protocol`, protocol)
    if (!answer) return
    toast(`Stored as version ${answer.version}. New readings follow it.`)
    router.refresh()
  }

  const marksStart = protocol.marks ??
    fallback?.marks ?? {
      panel: { trainedObserver: 0, ophthalmologist: 0, any: 2 },
      rule: { type: 'kOfN', k: 2, n: 2 },
      onDiscrepancy: 'adjudicate',
      extraObserversMax: 0,
    }
  const patchesStart = protocol.patches ?? { ...marksStart, patchesPerItem: 48 }
  const gradeStart = protocol.grade ?? {
    ...marksStart,
    toleranceGrades: 0,
    revealSourceGrade: true,
    trainedGrades: [0, 1, 2, 3],
  }

  return (
    <form onSubmit={save} className="grid gap-6">
      <Panel title="Start from">
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label="Preset" hint="Fills in everything below.">
            {(a) => (
              <Select
                {...a}
                value={protocol.preset in protocolPresets ? protocol.preset : ''}
                onChange={(e) => {
                  const preset = Object.entries(protocolPresets).find(([key]) => key === e.target.value)?.[1]
                  if (preset) setProtocol(preset)
                }}
              >
                <option value="" disabled>
                  own settings
                </option>
                {Object.entries(protocolPresets).map(([key, preset]) => (
                  <option key={key} value={key}>
                    {preset.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Name">
            {(a) => (
              <TextInput
                {...a}
                value={protocol.name}
                maxLength={120}
                required
                onChange={(e) => set({ name: e.target.value })}
              />
            )}
          </Field>
        </div>
      </Panel>

      <Panel title="What is read, and who decides" hint="A task that is off is not in anybody's queue.">
        <div className="grid gap-5">
          <TaskFields
            title="Marks on the photograph"
            about="Every lesion is drawn; patches without a mark are normal."
            settings={protocol.marks}
            initial={marksStart}
            onChange={(marks) => set({ marks })}
          />
          <TaskFields
            title="Patches"
            about="Crop after crop, each with the kinds it holds."
            settings={protocol.patches}
            initial={patchesStart}
            onChange={(patches) => set({ patches })}
          >
            {protocol.patches && (
              <NumberField
                label="Patches a sitting"
                min={1}
                max={1024}
                value={protocol.patches.patchesPerItem}
                onChange={(patchesPerItem) =>
                  protocol.patches && set({ patches: { ...protocol.patches, patchesPerItem } })
                }
              />
            )}
          </TaskFields>
          <TaskFields
            title="Grade"
            about="ICDR 0 to 4, or ungradable."
            settings={protocol.grade}
            initial={gradeStart}
            onChange={(grade) => set({ grade })}
          >
            {protocol.grade && (
              <>
                <Field label="Grades agree when">
                  {(a) => (
                    <Select
                      {...a}
                      value={protocol.grade?.toleranceGrades ?? 0}
                      onChange={(e) =>
                        protocol.grade &&
                        set({ grade: { ...protocol.grade, toleranceGrades: e.target.value === '1' ? 1 : 0 } })
                      }
                    >
                      <option value={0}>they are equal</option>
                      <option value={1}>they differ by one at most</option>
                    </Select>
                  )}
                </Field>
                <Checkbox
                  className="sm:col-span-3"
                  label="Reveal the source grade after the blind answer"
                  hint="The observer keeps or changes the answer; both are stored."
                  checked={protocol.grade.revealSourceGrade}
                  onChange={(e) =>
                    protocol.grade && set({ grade: { ...protocol.grade, revealSourceGrade: e.target.checked } })
                  }
                />
                <fieldset className="flex flex-wrap gap-4 sm:col-span-3">
                  <legend className="mb-1.5 font-medium text-[13px]">Grades that the network is trained on</legend>
                  {icdrGrades.map((grade) => (
                    <Checkbox
                      key={grade}
                      label={String(grade)}
                      checked={protocol.grade?.trainedGrades.includes(grade) ?? false}
                      onChange={(e) => {
                        if (!protocol.grade) return
                        const others = protocol.grade.trainedGrades.filter((g) => g !== grade)
                        set({
                          grade: {
                            ...protocol.grade,
                            trainedGrades: e.target.checked ? [...others, grade].sort() : others,
                          },
                        })
                      }}
                    />
                  ))}
                </fieldset>
              </>
            )}
          </TaskFields>
        </div>
      </Panel>

      <Panel title="Grid and leases">
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field
            label="Patch grid"
            hint={`${protocol.grid.d} px square; patches of ${protocol.grid.h} px that overlap by ${protocol.grid.ov}.`}
          >
            {(a) => (
              <Select
                {...a}
                value={gridName}
                onChange={(e) =>
                  set({
                    grid:
                      e.target.value === 'fine'
                        ? { ...gridPresets.fine }
                        : e.target.value === 'paper'
                          ? { ...gridPresets.paper }
                          : protocol.grid,
                  })
                }
              >
                <option value="paper">paper: 16 × 16</option>
                <option value="fine">fine: 24 × 24</option>
                {gridName === 'own' && <option value="own">as set</option>}
              </Select>
            )}
          </Field>
          <NumberField
            label="A mark belongs to a patch from"
            hint="% of its area, or its centre"
            min={1}
            max={100}
            value={Math.round(protocol.markToPatch.areaShareMin * 100)}
            onChange={(percent) => set({ markToPatch: { ...protocol.markToPatch, areaShareMin: percent / 100 } })}
          />
          <NumberField
            label="Or when it covers at least"
            hint="% of the patch: the inside of a large region"
            min={1}
            max={100}
            value={Math.round((protocol.markToPatch.patchShareMin ?? 1) * 100)}
            onChange={(percent) => set({ markToPatch: { ...protocol.markToPatch, patchShareMin: percent / 100 } })}
          />
          <NumberField
            label="A lease lasts"
            hint="minutes after the last sign of life"
            min={1}
            max={1440}
            value={Math.round(protocol.leaseSeconds / 60)}
            onChange={(minutes) => set({ leaseSeconds: minutes * 60 })}
          />
        </div>
      </Panel>

      {sentences.length > 0 && (
        <Notice tone="warning" title="This cannot be read yet">
          <ul className="list-inside list-disc">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      {failure && <Notice tone="danger">{failure.sentence}</Notice>}
      <div className="flex items-center gap-4">
        <Button type="submit" variant="primary" busy={busy} disabled={isSame || sentences.length > 0}>
          Store as a new version
        </Button>
        {isSame && <span className="text-[13px] text-ink-muted">Nothing has changed.</span>}
      </div>
    </form>
  )
}
