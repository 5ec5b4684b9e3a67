import { useMutation } from '@tanstack/react-query'
import { queries } from '../../api/queries.ts'
import { Refused } from '../../api/refused.ts'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import { useWords } from '../../words/language.ts'
import { approve } from './registry.ts'
import { ministryWords } from './words.ts'

interface ApproveProps {
  readonly name: string
  readonly version: number
}

/** Lets a version go live that another person handed in. */
export function Approve({ name, version }: ApproveProps) {
  const words = useWords(ministryWords)
  const going = useMutation({
    mutationFn: () => approve(name, version),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['ministry', name] })
      toast(words.approved(version))
    },
    onError: (error) => toast(error instanceof Refused ? error.message : String(error)),
  })
  return (
    <Button tight look="primary" busy={going.isPending} onClick={() => going.mutate()}>
      {words.approve}
    </Button>
  )
}
