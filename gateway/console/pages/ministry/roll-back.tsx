import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../api/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { common } from '../../words/common.ts'
import { useWords } from '../../words/language.ts'
import { Refusal } from './refusal.tsx'
import { rollBack } from './registry.ts'
import { ministryWords } from './words.ts'

interface RollBackProps {
  readonly name: string
  readonly version: number
  readonly onClose: () => void
}

/** Asks before an older version goes live again: the name is typed, so that no slip of a finger does it. */
export function RollBack({ name, version, onClose }: RollBackProps) {
  const words = useWords(ministryWords)
  const { cancel } = useWords(common)
  const [typed, setTyped] = useState('')
  const [message, setMessage] = useState('')
  const going = useMutation({
    mutationFn: () => rollBack(name, version, message),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['ministry', name] })
      toast(words.rolledBack(version))
      onClose()
    },
  })
  return (
    <Dialog
      open
      title={words.rollBackTo(version)}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{cancel}</Button>
          <Button
            look="danger"
            disabled={typed !== name}
            busy={going.isPending}
            onClick={() => going.mutate()}
          >
            {words.rollBack}
          </Button>
        </>
      }
    >
      <div className="column">
        <p>{words.rollBackLead}</p>
        <TextField
          label={words.typeName(name)}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
        <TextField
          label={words.message}
          value={message}
          maxLength={500}
          onChange={(event) => setMessage(event.target.value)}
        />
        {going.error && <Refusal error={going.error} />}
      </div>
    </Dialog>
  )
}
