import { type ReactNode, useEffect } from 'react'

interface PageHeadProps {
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** The title of a page, also of the browser's tab; what the page is for; what can be done with it. */
export function PageHead({ title, children, actions }: PageHeadProps) {
  useTitle(title)
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {children && <p>{children}</p>}
      </div>
      {actions && <div className="row">{actions}</div>}
    </header>
  )
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Liên Thông`
  }, [title])
}
