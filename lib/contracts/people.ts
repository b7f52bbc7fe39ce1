/** Signing in, inviting and administering people. */
import { z } from 'zod'
import { id, qualification, role, shortText } from './scalars'

export const email = z
  .email()
  .max(200)
  .transform((e) => e.toLowerCase())
/** Long is what counts; no rules of composition. */
export const password = z.string().min(12, 'A password needs at least 12 characters.').max(200)

/** POST /api/invitations */
export const inviteRequest = z.strictObject({
  name: z.string().trim().max(120).default(''),
  email: z.union([z.literal(''), email]).default(''),
  role,
  qualification: qualification.nullable().default(null),
  studyIds: z.array(id).max(50).default([]),
})
export type InviteRequest = z.infer<typeof inviteRequest>

/** POST /api/sign-up */
export const signUpRequest = z.strictObject({ token: z.string().min(20).max(200), name: shortText, email, password })
export type SignUpRequest = z.infer<typeof signUpRequest>

/** PATCH /api/people/:id */
export const personRequest = z.strictObject({
  role: role.optional(),
  qualification: qualification.nullable().optional(),
  disabled: z.boolean().optional(),
})
export type PersonRequest = z.infer<typeof personRequest>

/** PUT /api/studies/:id/members */
export const membersRequest = z.strictObject({
  add: z.array(id).max(200).default([]),
  remove: z.array(id).max(200).default([]),
})
export type MembersRequest = z.infer<typeof membersRequest>

/** The answer to POST /api/invitations: the only time that the link is seen. */
export type InvitationAnswer = { id: string; link: string; expiresAt: string }
