import { Component, type ReactNode } from 'react'
import { Fault } from './notice.tsx'

interface BoundaryProps {
  readonly children: ReactNode
}

/** Keeps a fault of one page to that page: bar and navigation stay. React knows no other way than a class. */
export class Boundary extends Component<BoundaryProps, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {}

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return (
      <div className="page">
        <Fault error={this.state.error} />
      </div>
    )
  }
}
