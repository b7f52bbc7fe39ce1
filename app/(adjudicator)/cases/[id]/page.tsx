/** One case: the anonymised answers beside the photograph, and the decision. */
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { orNotFound, requireContext } from '@/app/_server'
import { id } from '@/lib/contracts/scalars'
import { viewCase } from '@/lib/services/view-case'
import { CaseDesk } from './case-desk'

export const metadata: Metadata = { title: 'Case' }

const place = z.object({ id })

export default async function CasePage({ params }: { params: Promise<unknown> }) {
  const context = await requireContext(['adjudicator', 'researcher', 'administrator'])
  const parsed = place.safeParse(await params)
  if (!parsed.success) notFound()
  const found = await orNotFound(viewCase(context, parsed.data.id))
  const { role, name, userId } = context.actor
  const signer = role === 'adjudicator' && userId ? { name, userId } : null
  return <CaseDesk key={found.id} found={found} signer={signer} />
}
