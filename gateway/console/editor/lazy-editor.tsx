import './editor.css'
import { Suspense, lazy } from 'react'
import { Waiting } from '../ui/waiting.tsx'
import type { GraphqlEditorProps } from './graphql-editor.tsx'
import type { VariablesEditorProps } from './variables-editor.tsx'

const Graphql = lazy(() =>
  import('./graphql-editor.tsx').then(({ GraphqlEditor }) => ({ default: GraphqlEditor })),
)
const Variables = lazy(() =>
  import('./variables-editor.tsx').then(({ VariablesEditor }) => ({ default: VariablesEditor })),
)

/** The editor of GraphQL, loaded when one is first shown. */
export function LazyGraphqlEditor(props: GraphqlEditorProps) {
  return (
    <Suspense fallback={<Waiting />}>
      <Graphql {...props} />
    </Suspense>
  )
}

/** The editor of variables, loaded when one is first shown. */
export function LazyVariablesEditor(props: VariablesEditorProps) {
  return (
    <Suspense fallback={<Waiting />}>
      <Variables {...props} />
    </Suspense>
  )
}
