'use client'
/** Role and, for those who read, qualification: what a panel counts them as. */
import { useState } from 'react'
import { Field, Select } from '@/app/_ui'
import { qualificationNames, roleNames } from '@/app/_ui/role-names'
import { type Role, role as roleSchema, roles } from '@/lib/contracts/scalars'
import { type Qualification, qualifications } from '@/lib/domain/reading'

const hints: Record<Role, string> = {
  observer: 'Reads photographs from a queue, blind to everybody else.',
  adjudicator: 'Settles what observers disagree on; may read, too.',
  researcher: 'Leads studies: imports, protocols, snapshots, training.',
  administrator: 'Everything a researcher may in every study, and people.',
}

export const isReader = (role: Role) => role === 'observer' || role === 'adjudicator'

type RoleFieldsProps = { role?: Role; qualification?: Qualification | null }

/** Two fields of a form: `role` and, where it matters, `qualification`. */
export function RoleFields({ role = 'observer', qualification }: RoleFieldsProps) {
  const [chosen, setChosen] = useState<Role>(role)
  return (
    <>
      <Field label="Role" hint={hints[chosen]}>
        {(a) => (
          <Select
            {...a}
            name="role"
            value={chosen}
            onChange={(event) => setChosen(roleSchema.parse(event.target.value))}
          >
            {roles.map((name) => (
              <option key={name} value={name}>
                {roleNames[name]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {isReader(chosen) && (
        <Field label="Qualification" hint="A study’s panel asks for so many readings of each.">
          {(a) => (
            <Select {...a} name="qualification" defaultValue={qualification ?? 'trainedObserver'}>
              {qualifications.map((name) => (
                <option key={name} value={name}>
                  {qualificationNames[name]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </>
  )
}

/** What the two fields say, as the routes want it. */
export function readRoleFields(form: FormData): { role: Role; qualification: Qualification | null } {
  const role = roleSchema.parse(form.get('role'))
  const qualification = qualifications.find((name) => name === form.get('qualification')) ?? null
  return { role, qualification: isReader(role) ? qualification : null }
}
