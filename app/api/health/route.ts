/** Is it well? 503 when the database is away. Figures only for those who run the place. */
import { route } from '@/app/_server/route'
import { checkHealth } from '@/lib/services/check-health'

export const GET = route({
  access: 'anyone',
  run: async ({ user, now }) => {
    const health = await checkHealth(now)
    const mayKnow = user?.role === 'administrator' || user?.role === 'researcher'
    return Response.json(mayKnow ? health : { status: health.status }, { status: health.status === 'down' ? 503 : 200 })
  },
})
