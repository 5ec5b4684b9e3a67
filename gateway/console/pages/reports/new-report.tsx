import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { isRecord } from '../../api/refused.ts'
import type { SignedIn } from '../../api/session.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/waiting.tsx'
import { useWords } from '../../words/language.ts'
import { draftKey } from '../ask/draft.ts'
import { type ReportStart, SaveDialog } from './save-dialog.tsx'
import { reportWords } from './words.ts'

/** A report from the question that the workbench handed over. */
export function NewReport({ session }: { readonly session: SignedIn }) {
  const words = useWords(reportWords)
  const [, go] = useLocation()
  const start = useMemo(draft, [])
  return (
    <div className="page">
      <PageHead title={words.saveAs} />
      {start === undefined ? (
        <Empty title={words.noDraft} />
      ) : (
        <SaveDialog
          session={session}
          base={undefined}
          start={start}
          onClose={() => go('~/reports')}
        />
      )}
    </div>
  )
}

function draft(): ReportStart | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(draftKey) ?? 'null')
    if (!isRecord(kept) || typeof kept['query'] !== 'string') return undefined
    const { query, purpose, chart } = kept
    return {
      title: { vi: '', en: '' },
      description: { vi: '', en: '' },
      document: query,
      chart: isRecord(chart) ? (chart as unknown as ReportStart['chart']) : null,
      purpose: typeof purpose === 'string' ? purpose : null,
      shared: [],
      parameters: [],
    }
  } catch {
    return undefined
  }
}
