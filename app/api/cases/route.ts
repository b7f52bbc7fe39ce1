/** GET: adjudication cases, a page at a time. */
import { route } from '@/app/_server'
import { caseQuery } from '@/lib/contracts/adjudication'
import { listCases } from '@/lib/services/list-cases'

export const GET = route({
  access: ['adjudicator', 'researcher', 'administrator'],
  query: caseQuery,
  run: ({ context, query }) => listCases(context, query),
})
