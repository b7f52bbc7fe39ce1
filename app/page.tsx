/** Nothing to see here: everybody is sent to where their work is. */
import { redirect } from 'next/navigation'
import { homeOf } from './_server/home'
import { requireUser } from './_server/page'

export default async function Home() {
  const { role } = await requireUser()
  redirect(homeOf(role))
}
