/** The photographs of a study, with what the source claims and what the panel agreed on. */
import { ChevronRight, Images } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { orNotFound, requireContext } from '@/app/_server'
import { Badge, ButtonLink, EmptyState, Panel } from '@/app/_ui'
import { type PhotographPage, photographQuery } from '@/lib/contracts/photographs'
import { listPhotographs } from '@/lib/services/list-photographs'

export const metadata: Metadata = { title: 'Photographs' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[]>> }

export default async function PhotographsPage({ params, searchParams }: Props) {
  const { id } = await params
  const query = photographQuery.safeParse(await searchParams)
  if (!query.success) notFound()
  const context = await requireContext(['researcher', 'administrator'])
  const { photographs, next } = await orNotFound(listPhotographs(context, id, query.data))
  const base = `/studies/${id}/photographs`
  return (
    <Panel
      title="Photographs"
      hint="By file name. Names and source grades are never shown to those who read."
      actions={
        <>
          {query.data.after && (
            <ButtonLink size="small" variant="quiet" href={base}>
              From the start
            </ButtonLink>
          )}
          {next && (
            <ButtonLink size="small" icon={ChevronRight} href={`${base}?after=${next}`}>
              Next
            </ButtonLink>
          )}
        </>
      }
    >
      {photographs.length === 0 ? (
        <EmptyState
          icon={Images}
          title="No photographs yet"
          action={
            <ButtonLink href={`/studies/${id}/import`} variant="primary">
              Import photographs
            </ButtonLink>
          }
        />
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-x-4 gap-y-6">
          {photographs.map((photograph) => (
            <Card key={photograph.id} photograph={photograph} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Card({ photograph }: { photograph: PhotographPage['photographs'][number] }) {
  const { sourceGrades, agreedGrade } = photograph
  return (
    <li className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2">
      {/* biome-ignore lint/performance/noImgElement: photographs never pass through the framework's image optimiser */}
      <img
        src={`/api/photographs/${photograph.id}/image/thumbnail`}
        alt={`Fundus photograph ${photograph.fileName}`}
        width={256}
        height={256}
        loading="lazy"
        className="aspect-square w-full rounded-control bg-black object-contain"
      />
      <div className="text-[13px] leading-snug">
        <p className="truncate font-medium" title={photograph.fileName}>
          {photograph.fileName.split('/').at(-1)}
        </p>
        <p className="text-ink-muted">
          Patient {photograph.patient}
          {photograph.eye !== 'unknown' && `, ${photograph.eye}`}
        </p>
        <p className="figures text-ink-muted">
          Source {sourceGrades.length > 0 ? sourceGrades.join(', ') : '–'} · agreed {agreedGrade ?? '–'}
        </p>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {photograph.cases > 0 && (
          <Badge tone="warning">{photograph.cases === 1 ? 'case' : `${photograph.cases} cases`}</Badge>
        )}
        {photograph.open > 0 && <Badge>to read</Badge>}
        {photograph.open + photograph.cases === 0 && photograph.settled > 0 && <Badge tone="good">settled</Badge>}
      </div>
    </li>
  )
}
