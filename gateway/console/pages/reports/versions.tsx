import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { Fault } from '../../ui/notice.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import { LineDiff } from '../../ui/line-diff.tsx'
import { type Report, findReport, versionsOf } from './report.ts'
import { reportWords } from './words.ts'

interface VersionsProps {
  readonly report: Report
  readonly onClose: () => void
}

/** Who saved which version when, and what it changed in the document. */
export function Versions({ report, onClose }: VersionsProps) {
  const words = useWords(reportWords)
  const language = useLanguage()
  const [chosen, setChosen] = useState<number>()
  const versions = useQuery({
    queryKey: ['report', report.id, 'versions'],
    queryFn: ({ signal }) => versionsOf(report.id, signal),
  })
  const other = useQuery({
    queryKey: ['report', report.id, chosen],
    queryFn: ({ signal }) => findReport(report.id, chosen, signal),
    enabled: chosen !== undefined,
  })
  return (
    <Dialog wide open title={words.versions} onClose={onClose}>
      {versions.isPending && <Waiting />}
      {versions.error && <Fault error={versions.error} />}
      {versions.data && (
        <TableScroll>
          <table className="table">
            <thead>
              <tr>
                <th>{words.version}</th>
                <th>{words.savedAt}</th>
                <th>{words.savedBy}</th>
                <th>{words.message}</th>
                <th>{words.compare}</th>
              </tr>
            </thead>
            <tbody>
              {versions.data.map(({ version, savedAt, savedBy, isYours, message }) => (
                <tr key={version}>
                  <th scope="row">{version}</th>
                  <td>{moment(language, savedAt)}</td>
                  <td>{isYours ? words.you : (savedBy ?? words.house)}</td>
                  <td>{message ?? '–'}</td>
                  <td>
                    {version !== report.version && (
                      <button
                        type="button"
                        className="button tight"
                        onClick={() => setChosen(version)}
                      >
                        {words.compareWith(report.version)}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {other.error && <Fault error={other.error} />}
      {other.data && <LineDiff before={other.data.document} after={report.document} />}
    </Dialog>
  )
}
