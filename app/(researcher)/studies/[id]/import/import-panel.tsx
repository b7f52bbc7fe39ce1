'use client'
/**
 * Bringing photographs in: drop a folder, files, a zip or a grades table. Files go one after another, three at a time; what the
 * worker makes of them is polled until nothing is left. Bad files and bad lines are listed by name and line.
 */
import { FolderUp, Upload } from 'lucide-react'
import { type DragEvent, useCallback, useEffect, useRef, useState } from 'react'
import { filesOfDrop, filesOfInput, type PickedFile, sortFiles } from '@/app/_client/collect-files'
import { uploadFile } from '@/app/_client/upload-file'
import { request, sentenceOf } from '@/app/_client/use-request'
import { Button, cx, Notice, ProgressBar } from '@/app/_ui'
import type { ImportReport } from '@/lib/contracts/imports'
import { ImportReportView } from './import-report'

type Sending = {
  files: number
  sent: number
  bytes: number
  bytesTotal: number
  since: number
  refused: { file: string; sentence: string }[]
}

const atOnce = 3
const neither = 'It is neither a photograph (JPEG, PNG, TIFF) nor a zip or a CSV, and was not sent.'
const mib = (bytes: number) => (bytes / 1_048_576).toLocaleString('en', { maximumFractionDigits: 1 })

const seconds = (left: number) =>
  !Number.isFinite(left) ? '' : left < 90 ? `${Math.ceil(left)} s left` : `${Math.ceil(left / 60)} min left`

export function ImportPanel({ studyId, onDone }: { studyId: string; onDone?: () => void }) {
  const [isOver, setIsOver] = useState(false)
  const [sending, setSending] = useState<Sending | null>(null)
  const [report, setReport] = useState<ImportReport | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const stop = useRef<AbortController | null>(null)
  const folderInput = useRef<HTMLInputElement>(null)
  const fileInput = useRef<HTMLInputElement>(null)

  useEffect(() => {
    folderInput.current?.setAttribute('webkitdirectory', '')
  }, [])

  const isSending = sending !== null && sending.sent < sending.files && !failure
  useEffect(() => {
    if (!isSending) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isSending])

  const watch = useCallback(
    async (importId: string, signal: AbortSignal) => {
      for (;;) {
        const next = await request<ImportReport>('GET', `/api/imports/${importId}`, undefined, signal)
        setReport(next)
        if (next.state === 'closed' && next.counts.received === 0) return onDone?.()
        await new Promise((resolve) => setTimeout(resolve, 800))
      }
    },
    [onDone],
  )

  const send = useCallback(
    async (picked: PickedFile[]) => {
      const { wanted, aside: notWanted } = sortFiles(picked)
      setFailure(null)
      setReport(null)
      if (wanted.length === 0) {
        setFailure('There is no photograph (JPEG, PNG, TIFF), zip or CSV among these files. Choose others.')
        return
      }
      const abort = new AbortController()
      stop.current = abort
      // Tables last: their rows find the photographs that came before them.
      const queue = [...wanted].sort((a, b) => Number(/\.csv$/i.test(a.path)) - Number(/\.csv$/i.test(b.path)))
      const state: Sending = {
        files: queue.length,
        sent: 0,
        bytes: 0,
        bytesTotal: queue.reduce((n, f) => n + f.file.size, 0),
        since: performance.now(),
        refused: notWanted.map(({ path }) => ({ file: path, sentence: neither })),
      }
      const show = () => setSending({ ...state })
      show()
      try {
        const { id } = await request<{ id: string }>('POST', '/api/imports', { studyId })
        const next = async (): Promise<void> => {
          const file = queue.shift()
          if (!file || abort.signal.aborted) return
          let counted = 0
          const why = await uploadFile(
            id,
            file,
            (bytes) => {
              state.bytes += bytes - counted
              counted = bytes
              show()
            },
            abort.signal,
          )
          state.bytes += file.file.size - counted
          state.sent += 1
          if (why) state.refused.push({ file: file.path, sentence: why })
          show()
          return next()
        }
        await Promise.all(Array.from({ length: atOnce }, next))
        await request('POST', `/api/imports/${id}/close`, {})
        setSending((s) => (s ? { ...s } : s))
        await watch(id, abort.signal)
      } catch (cause) {
        if (!abort.signal.aborted) setFailure(sentenceOf(cause))
      }
    },
    [studyId, watch],
  )

  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    await send(await filesOfDrop(event.dataTransfer))
  }

  const isBusy = sending !== null && !failure && !(report?.state === 'closed' && report.counts.received === 0)
  const rate = sending ? sending.bytes / Math.max(0.2, (performance.now() - sending.since) / 1000) : 0

  return (
    <div className="grid gap-5">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way; the two buttons inside do the same by key */}
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={cx(
          'grid justify-items-center gap-3 rounded-panel border border-dashed px-6 py-10 text-center transition-colors',
          isOver ? 'border-accent bg-accent-wash' : 'border-edge',
        )}
      >
        <FolderUp aria-hidden className="size-6 text-ink-muted" strokeWidth={1.5} />
        <p className="text-sm">Drop a folder, photographs, a zip, or a grades table here.</p>
        <p className="max-w-lg text-[13px] text-ink-muted">
          JPEG, PNG or TIFF. Names such as <span className="figures">10_left.jpeg</span> give patient and eye; a CSV
          with the columns <span className="figures">image,level</span> gives source grades, which are claims to be
          checked. Metadata is removed.
        </p>
        <div className="flex flex-wrap justify-center gap-2">
          <Button icon={FolderUp} disabled={isBusy} onClick={() => folderInput.current?.click()}>
            Choose a folder
          </Button>
          <Button icon={Upload} disabled={isBusy} onClick={() => fileInput.current?.click()}>
            Choose files
          </Button>
        </div>
        <input
          ref={folderInput}
          type="file"
          hidden
          multiple
          aria-label="A folder of photographs"
          onChange={(e) => e.target.files && send(filesOfInput(e.target.files))}
        />
        <input
          ref={fileInput}
          type="file"
          hidden
          multiple
          aria-label="Photographs, zips or tables"
          accept=".jpg,.jpeg,.png,.tif,.tiff,.zip,.csv"
          onChange={(e) => e.target.files && send(filesOfInput(e.target.files))}
        />
      </div>

      {failure && (
        <Notice tone="danger" title="The import stopped">
          {failure} What has arrived is kept; dropping the same files again continues.
        </Notice>
      )}
      {sending && isSending && (
        <ProgressBar
          label="Sending"
          value={sending.bytes}
          max={sending.bytesTotal}
          detail={`${sending.sent} of ${sending.files} files · ${mib(rate)} MiB/s · ${seconds((sending.bytesTotal - sending.bytes) / Math.max(rate, 1))}`}
        />
      )}
      {report && <ImportReportView report={report} refused={sending?.refused ?? []} />}
    </div>
  )
}
