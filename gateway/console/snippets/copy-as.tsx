import { Code } from 'lucide-react'
import type { GraphQLSchema } from 'graphql'
import type { Question } from '../api/ask.ts'
import { Menu } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { common } from '../words/common.ts'
import { useWords } from '../words/language.ts'
import { type SnippetId, snippets } from './snippets.ts'
import { snippetWords } from './words.ts'

interface CopyAsProps {
  /** What is asked as it stands when the menu is used; undefined where it is not ready. */
  readonly question: () => Question | undefined
  readonly schema: GraphQLSchema | undefined
}

/** Copies a question as code that asks it. */
export function CopyAs({ question, schema }: CopyAsProps) {
  const words = useWords(snippetWords)
  const { copied } = useWords(common)
  const copy = async (id: SnippetId) => {
    const asked = question()
    if (asked === undefined) return toast(words.notReady)
    const text = snippets[id]({ question: asked, origin: location.origin, schema })
    await navigator.clipboard.writeText(text)
    return toast(`${copied}: ${words.names[id]}`)
  }
  const ids: readonly SnippetId[] = ['curl', 'fetch', 'typescript', 'python']
  return (
    <Menu
      label={words.copyAs}
      face={
        <>
          <Code />
          {words.copyAs}
        </>
      }
      note={words.note}
      groups={[ids.map((id) => ({ id, words: words.names[id], onChoose: () => void copy(id) }))]}
    />
  )
}
