import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Question } from '../api/ask.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { CheckField, SelectField } from '../ui/field.tsx'
import { Fault, Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.tsx'
import { common } from '../words/common.ts'
import { useLanguage, useWords } from '../words/language.ts'
import { bytes, number } from '../words/numbers.ts'
import { type ExportFormat, type ExportProgress, exportFormats, runExport } from './export-run.ts'
import { answerWords } from './words.ts'

interface ExportMenuProps {
  readonly question: Question
  /** The list that is looked at. */
  readonly path: string | undefined
  readonly title: string | undefined
}

type State =
  | { readonly is: 'choosing' }
  | { readonly is: 'running'; readonly progress: ExportProgress }
  | { readonly is: 'failed'; readonly error: unknown }

const nothingYet: ExportProgress = { bytes: 0, lines: undefined }

/** Takes an answer along as a file: all pages of its list, asked again by the gateway. */
export function ExportMenu({ question, path, title }: ExportMenuProps) {
  const words = useWords(answerWords)
  const { cancel } = useWords(common)
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const [format, setFormat] = useState<ExportFormat>('xlsx')
  const [archive, setArchive] = useState(false)
  const [state, setState] = useState<State>({ is: 'choosing' })
  const running = useRef<AbortController>(undefined)

  const start = async () => {
    const aborter = new AbortController()
    running.current = aborter
    setState({ is: 'running', progress: nothingYet })
    try {
      const done = await runExport(
        { question, path, format, archive, name: title ?? nameOf(path) },
        (progress) => setState({ is: 'running', progress }),
        aborter.signal,
      )
      toast(words.exported(bytes(language, done.bytes)))
      setOpen(false)
      setState({ is: 'choosing' })
    } catch (error) {
      setState(aborter.signal.aborted ? { is: 'choosing' } : { is: 'failed', error })
    }
  }
  const close = () => {
    running.current?.abort()
    setState({ is: 'choosing' })
    setOpen(false)
  }
  const { is } = state
  return (
    <>
      <Button tight icon={<Download />} onClick={() => setOpen(true)}>
        {words.export}
      </Button>
      <Dialog
        title={words.export}
        open={open}
        onClose={close}
        foot={
          <>
            <Button onClick={close}>{cancel}</Button>
            <Button
              look="primary"
              busy={is === 'running'}
              icon={<Download />}
              onClick={() => void start()}
            >
              {words.exportNow}
            </Button>
          </>
        }
      >
        <div className="column">
          <p>{words.exportLead}</p>
          <SelectField
            label={words.format}
            hint={words.formats[format]}
            value={format}
            disabled={is === 'running'}
            onChange={(event) => setFormat(event.target.value as ExportFormat)}
          >
            {exportFormats.map((one) => (
              <option key={one} value={one}>
                {one.toUpperCase()}
              </option>
            ))}
          </SelectField>
          {(format === 'csv' || format === 'ndjson') && (
            <CheckField
              label={words.withProvenance}
              checked={archive}
              disabled={is === 'running'}
              onChange={(event) => setArchive(event.target.checked)}
            />
          )}
          {is === 'running' && (
            <Notice>
              {words.exporting} {bytes(language, state.progress.bytes)}
              {state.progress.lines !== undefined &&
                `, ${words.rows(number(language, state.progress.lines))}`}
            </Notice>
          )}
          {is === 'failed' && <Fault error={state.error} />}
        </div>
      </Dialog>
    </>
  )
}

function nameOf(path: string | undefined): string {
  return path === undefined || path === '' ? 'lien-thong' : path.replaceAll('.', '-')
}
