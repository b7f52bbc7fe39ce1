/** Small schemas that the others are made of. Unknown keys are refused everywhere: `z.strictObject`. */
import { z } from 'zod'
import { lesionKinds } from '@/lib/domain/lesion'
import { qualifications, tasks } from '@/lib/domain/reading'

export const id = z.uuid()
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export const shortText = z.string().trim().min(1).max(120)
export const longText = z.string().trim().max(4000)
export const task = z.enum(tasks)
export const qualification = z.enum(qualifications)
export const lesionKind = z.enum(lesionKinds)
export const gradeAnswer = z.union([
  z.literal(0),
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal('ungradable'),
])

export const roles = ['observer', 'adjudicator', 'researcher', 'administrator'] as const
export const role = z.enum(roles)
export type Role = z.infer<typeof role>
