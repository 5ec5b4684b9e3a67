import { useMutation } from '@tanstack/react-query'
import {
  Archive,
  CalendarClock,
  History,
  Link2,
  ListChecks,
  PencilLine,
  Terminal,
} from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Question } from '../../api/ask.ts'
import { queries } from '../../api/queries.ts'
import type { SignedIn } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Fault } from '../../ui/notice.tsx'
import { toast } from '../../ui/toast.tsx'
import { common } from '../../words/common.ts'
import { useWords } from '../../words/language.ts'
import { openTab } from '../ask/bench-store.ts'
import { type Report, archiveReport } from './report.ts'
import { RunsDialog } from './runs-dialog.tsx'
import { SaveDialog } from './save-dialog.tsx'
import { ScheduleDialog } from './schedule-dialog.tsx'
import { scheduleWords } from './schedule-words.ts'
import { Versions } from './versions.tsx'
import { reportWords } from './words.ts'

interface ReportActionsProps {
  readonly report: Report
  readonly session: SignedIn
  readonly question: Question
}

/** What can be done with a report. */
export function ReportActions({ report, session, question }: ReportActionsProps) {
  const words = useWords(reportWords)
  const [, go] = useLocation()
  const [open, setOpen] = useState<'save' | 'versions' | 'archive' | 'schedule' | 'runs'>()
  const said = useWords(scheduleWords)
  const close = () => setOpen(undefined)
  const copyLink = () => {
    void navigator.clipboard.writeText(location.href).then(() => toast(words.linkCopied))
  }
  const openInEditor = () => {
    const { query, variables, purpose } = question
    openTab({
      query,
      variables: JSON.stringify(variables ?? {}, undefined, 2),
      ...(purpose ? { purpose } : {}),
    })
    go('~/ask')
  }
  return (
    <>
      <Link href="/" className="button">
        {words.all}
      </Link>
      <Button icon={<Link2 />} onClick={copyLink}>
        {words.copyLink}
      </Button>
      <Menu
        label={words.more}
        look="plain"
        face={words.more}
        groups={[
          [
            { id: 'ask', words: words.openInEditor, icon: <Terminal />, onChoose: openInEditor },
            {
              id: 'save',
              words: report.may.save ? words.edit : words.saveAs,
              icon: <PencilLine />,
              onChoose: () => setOpen('save'),
            },
            {
              id: 'versions',
              words: words.versions,
              icon: <History />,
              onChoose: () => setOpen('versions'),
            },
            { id: 'runs', words: said.runs, icon: <ListChecks />, onChoose: () => setOpen('runs') },
          ],
          report.owner.isYou
            ? [
                {
                  id: 'schedule',
                  words: said.title,
                  icon: <CalendarClock />,
                  onChoose: () => setOpen('schedule'),
                },
              ]
            : [],
          report.may.archive
            ? [
                {
                  id: 'archive',
                  words: words.archive,
                  icon: <Archive />,
                  onChoose: () => setOpen('archive'),
                },
              ]
            : [],
        ]}
      />
      {open === 'save' && (
        <SaveDialog
          session={session}
          base={report.may.save ? report : undefined}
          start={report}
          onClose={close}
        />
      )}
      {open === 'runs' && <RunsDialog report={report} onClose={close} />}
      {open === 'schedule' && (
        <ScheduleDialog report={report} variables={question.variables ?? {}} onClose={close} />
      )}
      {open === 'versions' && <Versions report={report} onClose={close} />}
      {open === 'archive' && <ArchiveDialog report={report} onClose={close} />}
    </>
  )
}

interface ArchiveDialogProps {
  readonly report: Report
  readonly onClose: () => void
}

function ArchiveDialog({ report, onClose }: ArchiveDialogProps) {
  const words = useWords(reportWords)
  const { cancel } = useWords(common)
  const [, go] = useLocation()
  const archive = useMutation({
    mutationFn: () => archiveReport(report.id),
    onSuccess: async () => {
      // A list of before would be shown until the new one is there.
      await queries.resetQueries({ queryKey: ['reports'] })
      go('~/reports')
    },
  })
  return (
    <Dialog
      open
      title={words.archive}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{cancel}</Button>
          <Button look="danger" busy={archive.isPending} onClick={() => archive.mutate()}>
            {words.archive}
          </Button>
        </>
      }
    >
      <p>{words.archiveAsk}</p>
      {archive.error && <Fault error={archive.error} />}
    </Dialog>
  )
}
