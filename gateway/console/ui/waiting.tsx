import { Inbox } from 'lucide-react'
import type { ReactNode } from 'react'
import { common } from '../words/common.ts'
import { useWords } from '../words/language.ts'

/** Something is on its way. */
export function Waiting({ words }: { readonly words?: string }) {
  const { waiting } = useWords(common)
  return (
    <div className="waiting" role="status">
      <span className="spinner" />
      {words ?? waiting}
    </div>
  )
}

/** There is nothing to show, and what would change that. */
export function Empty({
  title,
  icon,
  children,
}: {
  readonly title: string
  readonly icon?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <div className="empty">
      {icon ?? <Inbox aria-hidden="true" />}
      <div className="empty-title">{title}</div>
      {children}
    </div>
  )
}
