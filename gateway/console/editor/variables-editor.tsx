import { useMemo } from 'react'
import { useLanguage, useWords } from '../words/language.ts'
import { CodeEditor, type CodeEditorProps } from './code-editor.tsx'
import { variablesLanguage } from './json-language.ts'
import type { DeclaredVariable } from './operations-of.ts'
import { editorWords } from './words.ts'

export interface VariablesEditorProps extends Omit<CodeEditorProps, 'language'> {
  readonly declared: readonly DeclaredVariable[]
}

export function VariablesEditor({ declared, ...rest }: VariablesEditorProps) {
  const language = useLanguage()
  const { variables } = useWords(editorWords)
  const extension = useMemo(
    () => variablesLanguage(declared, language, variables),
    [declared, language, variables],
  )
  return <CodeEditor {...rest} language={extension} />
}
