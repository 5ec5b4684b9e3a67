import { type ReactNode, useId } from 'react'

interface PartProps {
  readonly title: string
  readonly lead?: string
  readonly children: ReactNode
}

/** A part of the page, with its title and what it is for. */
export function Part({ title, lead, children }: PartProps) {
  const id = useId()
  return (
    <section className="panel" aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
      </header>
      <div className="panel-body column">
        {lead && <p className="muted">{lead}</p>}
        {children}
      </div>
    </section>
  )
}
