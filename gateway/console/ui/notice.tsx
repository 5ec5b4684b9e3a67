import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Refused } from '../api/refused.ts'
import { codeWords } from '../words/codes.ts'
import { common } from '../words/common.ts'
import { useLanguage, useWords } from '../words/language.ts'
import { classes } from './button.tsx'

interface NoticeProps {
  readonly look?: 'info' | 'good' | 'warn' | 'bad'
  readonly title?: ReactNode
  readonly children?: ReactNode
}

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert }

/** Something that the reader should know. A fault is read aloud at once. */
export function Notice({ look = 'info', title, children }: NoticeProps) {
  const Icon = icons[look]
  return (
    <div className={classes('notice', look)} role={look === 'bad' ? 'alert' : 'status'}>
      <Icon className="icon" aria-hidden="true" />
      <div className="notice-body">
        {title && <div className="notice-title">{title}</div>}
        {children}
      </div>
    </div>
  )
}

/** Why something was refused or failed: in the reader's words, with the code and the request id to cite. */
export function Fault({ error, retry }: { readonly error: unknown; readonly retry?: ReactNode }) {
  const language = useLanguage()
  const words = useWords(common)
  const known = error instanceof Refused ? error : undefined
  const code = known?.code ?? 'INTERNAL_SERVER_ERROR'
  return (
    <Notice look="bad" title={codeWords(language, code)}>
      <div>{known?.message ?? (error instanceof Error ? error.message : String(error))}</div>
      <div className="small muted">
        <code>{code}</code>
        {known?.requestId && (
          <>
            {' · '}
            {words.requestId} <code>{known.requestId}</code>
          </>
        )}
      </div>
      {retry}
    </Notice>
  )
}
