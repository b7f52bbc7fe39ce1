/** Bringing photographs and source grades into a study. */
import type { Metadata } from 'next'
import { orNotFound, requireContext } from '@/app/_server'
import { Panel } from '@/app/_ui'
import { viewStudy } from '@/lib/services/view-study'
import { ImportPanel } from './import-panel'

export const metadata: Metadata = { title: 'Import' }

export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const study = await orNotFound(viewStudy(await requireContext(['researcher', 'administrator']), id))
  return (
    <>
      <Panel title="Photographs and source grades">
        <ImportPanel studyId={study.id} />
      </Panel>
      <Panel
        title="From the command line"
        hint="For folders that lie on the server, and for readings that were made somewhere else."
      >
        <pre className="overflow-x-auto rounded-control bg-raised p-4 text-[13px] leading-relaxed">
          {`npx concord import FOLDER --study "${study.name}" --grades trainLabels.csv\nnpx concord import-readings FOLDER --study "${study.name}" --format diaretdb1`}
        </pre>
      </Panel>
    </>
  )
}
