/** Ends a session; whoever holds its cookie is nobody from the next request on. */
import { endSession } from '@/lib/auth'
import { database } from '@/lib/db'

export const signOut = (sessionId: string, now: Date): Promise<void> => endSession(database(), sessionId, now)
