import type { GraphQLSchema } from 'graphql'
import { useMemo } from 'react'
import { useLanguage } from '../words/language.ts'
import { CodeEditor, type CodeEditorProps } from './code-editor.tsx'
import { graphqlLanguageOf } from './graphql-language.ts'

export interface GraphqlEditorProps extends Omit<CodeEditorProps, 'language'> {
  readonly schema: GraphQLSchema | undefined
  /** Ctrl+click on a name. Held as it was first given. */
  readonly onShow?: (coordinate: string) => void
}

export function GraphqlEditor({ schema, onShow, ...rest }: GraphqlEditorProps) {
  const language = useLanguage()
  const extension = useMemo(
    () => graphqlLanguageOf({ language, schema, ...(onShow ? { onShow } : {}) }),
    [language, schema, onShow],
  )
  return <CodeEditor {...rest} language={extension} />
}
