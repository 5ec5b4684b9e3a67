import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { common } from '../words/common.ts'
import { useWords } from '../words/language.ts'
import { Button, IconButton } from './button.tsx'

/** Copies a text, and shows that it did. */
export function CopyButton({ text, words }: { readonly text: string; readonly words?: string }) {
  const [done, setDone] = useState(false)
  const { copy, copied } = useWords(common)
  const take = async () => {
    await navigator.clipboard.writeText(text)
    setDone(true)
    setTimeout(() => setDone(false), 1500)
  }
  const icon = done ? <Check /> : <Copy />
  if (words === undefined)
    return <IconButton tight label={done ? copied : copy} icon={icon} onClick={() => void take()} />
  return (
    <Button tight icon={icon} onClick={() => void take()}>
      {done ? copied : words}
    </Button>
  )
}
