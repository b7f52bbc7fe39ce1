import { beforeEach, describe, expect, it } from 'vitest'
import { commandLineActor } from '@/lib/auth'
import { database, verifyAudit } from '@/lib/db'
import { acceptInvitation } from '@/lib/services/accept-invitation'
import { changePerson } from '@/lib/services/change-person'
import { createStudy } from '@/lib/services/create-study'
import { invitePerson } from '@/lib/services/invite-person'
import { listMembers } from '@/lib/services/list-members'
import { listChoosablePeople, listPeople } from '@/lib/services/list-people'
import { listStudies } from '@/lib/services/list-studies'
import { revokeInvitation } from '@/lib/services/revoke-invitation'
import { setMembers } from '@/lib/services/set-members'
import { viewInvitation } from '@/lib/services/view-invitation'
import { createPerson } from '../support/people'

const now = new Date('2026-03-01T10:00:00Z')
const commandLine = { actor: commandLineActor, now }
const invited = { name: '', email: '' as const, role: 'observer' as const, qualification: null, studyIds: [] }
let count = 0
const signUp = (token: string, name = 'Observer A') => ({
  token,
  name,
  email: `invited-${count++}@example.org`,
  password: 'a password that is long',
})
const codeOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.code,
  )

describe('an invitation', () => {
  it('makes a person, their observer and their memberships, all in one', async () => {
    const { id: studyId } = await createStudy(commandLine, { name: 'A study to join', preset: 'k-of-n' })
    const request = { ...invited, qualification: 'ophthalmologist' as const, studyIds: [studyId] }
    const { token } = await invitePerson(commandLine, request)
    const { userId } = await acceptInvitation(signUp(token, 'Expert A'), now)
    const { passwordHash, ...user } = await database().user.findUniqueOrThrow({
      where: { id: userId },
      include: { observer: true, memberships: true },
    })
    expect(passwordHash).toMatch(/^scrypt\$/)
    expect(user).toMatchObject({
      name: 'Expert A',
      role: 'observer',
      qualification: 'ophthalmologist',
      disabledAt: null,
      observer: { kind: 'person', name: 'Expert A', qualification: 'ophthalmologist' },
      memberships: [{ studyId }],
    })
  })

  it('is used exactly once, by whoever of many is first', async () => {
    const { token } = await invitePerson(commandLine, invited)
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => codeOf(acceptInvitation(signUp(token), now))))
    expect(outcomes.sort()).toEqual(['done', ...Array(5).fill('invitation.none')])
  })

  it('stays unused when signing up fails', async () => {
    const taken = await createPerson('observer')
    const { token } = await invitePerson(commandLine, invited)
    const refused = await codeOf(acceptInvitation({ ...signUp(token), email: taken.email }, now))
    expect([refused, await codeOf(acceptInvitation(signUp(token), now))]).toEqual(['person.emailTaken', 'done'])
  })

  it('is over when it has run out or was taken back, and is not used up by looking at it', async () => {
    const old = await invitePerson(commandLine, invited)
    const back = await invitePerson(commandLine, invited)
    const eightDaysOn = new Date(now.getTime() + 8 * 24 * 60 * 60 * 1000)
    expect(await viewInvitation(back.token, now)).toEqual({ name: '', email: '', role: 'observer' })
    await revokeInvitation(commandLine, back.invitationId)
    expect([
      await codeOf(acceptInvitation(signUp(old.token), eightDaysOn)),
      await codeOf(acceptInvitation(signUp(back.token), now)),
      await codeOf(acceptInvitation(signUp('a token that was never made'), now)),
      await codeOf(revokeInvitation(commandLine, back.invitationId)),
      await viewInvitation(back.token, now),
    ]).toEqual(['invitation.none', 'invitation.none', 'invitation.none', 'access.none', null])
  })

  it('is stored without its token', async () => {
    const { token, invitationId } = await invitePerson(commandLine, invited)
    const row = await database().invitation.findUniqueOrThrow({ where: { id: invitationId } })
    expect(JSON.stringify(row)).not.toContain(token)
    expect(row.tokenHash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('gives two people of one name two observers that can be told apart', async () => {
    const names: (string | undefined)[] = []
    for (let i = 0; i < 3; i++) {
      const { token } = await invitePerson(commandLine, { ...invited, role: 'adjudicator' })
      const { userId } = await acceptInvitation(signUp(token, 'Same Name'), now)
      names.push((await database().observer.findUnique({ where: { userId } }))?.name)
    }
    expect(names).toEqual(['Same Name', 'Same Name (2)', 'Same Name (3)'])
  })

  it('can be made by administrators only', async () => {
    for (const role of ['observer', 'adjudicator', 'researcher'] as const) {
      const { actor } = await createPerson(role)
      expect(await codeOf(invitePerson({ actor, now }, invited))).toBe('access.none')
    }
  })
})

describe('changing a person', () => {
  it('gives an observer to whoever becomes a reader, with the qualification that counts from now on', async () => {
    const { userId } = await createPerson('researcher')
    await changePerson(commandLine, userId, { role: 'observer', qualification: 'trainedObserver' })
    await changePerson(commandLine, userId, { qualification: 'ophthalmologist' })
    const observer = await database().observer.findUnique({ where: { userId } })
    expect(observer).toMatchObject({ kind: 'person', qualification: 'ophthalmologist' })
  })

  it('never takes the last administrator away, however many try at once', async () => {
    await database().user.updateMany({ where: { role: 'administrator' }, data: { disabledAt: now } })
    const people = [
      await createPerson('administrator'),
      await createPerson('administrator'),
      await createPerson('administrator'),
    ]
    const outcomes = await Promise.all(
      people.map(({ userId }, i) =>
        codeOf(changePerson(commandLine, userId, i === 0 ? { disabled: true } : { role: 'observer' })),
      ),
    )
    expect(outcomes.sort()).toEqual(['done', 'done', 'person.lastAdministrator'])
  })

  it('is refused for somebody who is not there', async () => {
    const nobody = changePerson(commandLine, '5a0e6f1e-2f4c-4f7c-9d43-1f2a3b4c5d6e', { disabled: true })
    expect(await codeOf(nobody)).toBe('access.none')
  })
})

describe('studies', () => {
  let studyId: string
  beforeEach(async () => {
    studyId = (await createStudy(commandLine, { name: `Study ${count++}`, preset: 'paper-test' })).id
  })

  it('begin with a protocol of their preset and their maker as a member', async () => {
    const { actor, userId } = await createPerson('researcher')
    const { id } = await createStudy({ actor, now }, { name: 'Mine', preset: 'k-of-n' })
    const study = await database().study.findUniqueOrThrow({
      where: { id },
      include: { protocols: true, members: true },
    })
    expect(study).toMatchObject({
      name: 'Mine',
      createdById: userId,
      members: [{ userId }],
      protocols: [{ version: 1, settings: { preset: 'k-of-n' } }],
    })
  })

  it('have names of their own, also when two are made at once', async () => {
    const make = () => codeOf(createStudy(commandLine, { name: 'The one name', preset: 'k-of-n' }))
    expect((await Promise.all([make(), make(), make()])).sort()).toEqual(['done', 'study.nameTaken', 'study.nameTaken'])
  })

  it('are listed to their members and to administrators only', async () => {
    const [inside, outside] = [
      await createPerson('researcher', { studyIds: [studyId] }),
      await createPerson('researcher'),
    ]
    const administrator = await createPerson('administrator')
    const seen = await Promise.all(
      [inside, outside, administrator].map(async ({ actor }) =>
        (await listStudies({ actor, now })).some(({ id }) => id === studyId),
      ),
    )
    expect(seen).toEqual([true, false, true])
  })

  it('take people in and let them go; doing it twice changes nothing', async () => {
    const leader = await createPerson('researcher', { studyIds: [studyId] })
    const [a, b] = [await createPerson('observer', { name: 'A' }), await createPerson('observer', { name: 'B' })]
    const context = { actor: leader.actor, now }
    await setMembers(context, studyId, { add: [a.userId, b.userId], remove: [] })
    await setMembers(context, studyId, { add: [a.userId], remove: [b.userId] })
    await setMembers(context, studyId, { add: [a.userId], remove: [b.userId] })
    const members = await listMembers(context, studyId)
    expect(members.map(({ id }) => id).sort()).toEqual([a.userId, leader.userId].sort())
  })

  it('take nobody in who is disabled or not there', async () => {
    const disabled = await createPerson('observer', { isDisabled: true })
    for (const add of [[disabled.userId], ['5a0e6f1e-2f4c-4f7c-9d43-1f2a3b4c5d6e']]) {
      expect(await codeOf(setMembers(commandLine, studyId, { add, remove: [] }))).toBe('member.missing')
    }
  })

  it('do not exist for a researcher who is not a member', async () => {
    const { actor } = await createPerson('researcher')
    expect(await codeOf(listMembers({ actor, now }, studyId))).toBe('access.none')
    expect(await codeOf(setMembers({ actor, now }, studyId, { add: [], remove: [] }))).toBe('access.none')
  })
})

describe('lists of people', () => {
  it('hold no password hash, and no address for those who only choose', async () => {
    await createPerson('observer')
    const { actor } = await createPerson('researcher')
    const [all, choosable] = [await listPeople(commandLine), await listChoosablePeople({ actor, now })]
    expect(JSON.stringify(all)).not.toContain('scrypt')
    expect(JSON.stringify(choosable)).not.toContain('@example.org')
    expect(await codeOf(listPeople({ actor, now }))).toBe('access.none')
  })
})

it('every step that changes who may do what is in the audit chain', async () => {
  const { token, invitationId } = await invitePerson(commandLine, invited)
  const { userId } = await acceptInvitation(signUp(token), now)
  await changePerson(commandLine, userId, { role: 'researcher' })
  const subjects = [`invitation:${invitationId}`, `user:${userId}`]
  const entries = await database().auditEntry.findMany({
    where: { subject: { in: subjects } },
    orderBy: { seq: 'asc' },
  })
  expect(entries.map(({ actor, action }) => [actor, action])).toEqual([
    ['system', 'person.invited'],
    [`user:${userId}`, 'person.joined'],
    ['system', 'person.changed'],
  ])
  expect((await verifyAudit()).sound).toBe(true)
})
