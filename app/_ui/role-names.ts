/** What roles and qualifications are called on the page. */
import type { Role } from '@/lib/contracts/scalars'
import type { Qualification } from '@/lib/domain/reading'

export const roleNames: Record<Role, string> = {
  observer: 'Observer',
  adjudicator: 'Adjudicator',
  researcher: 'Researcher',
  administrator: 'Administrator',
}

export const qualificationNames: Record<Qualification, string> = {
  trainedObserver: 'Trained observer',
  ophthalmologist: 'Ophthalmologist',
}
