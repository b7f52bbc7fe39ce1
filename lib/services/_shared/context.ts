/** The first argument of every service: who asks, and when. The clock is read once, at the edge. */
import type { Actor } from '@/lib/auth'

export type Context = { actor: Actor; now: Date }
