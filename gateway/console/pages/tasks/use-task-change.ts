import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useOrderKey } from '../../api/order-key.ts'
import { toast } from '../../ui/toast.tsx'
import { useWords } from '../../words/language.ts'
import { type TaskOrder, changeTask } from './tasks.ts'
import { taskWords } from './words.ts'

/**
 * Carries out one change of a task, which names the version that was shown. Pressed twice, or again because an answer was
 * lost, it is done once.
 */
export function useTaskChange(onDone: () => void) {
  const words = useWords(taskWords)
  const queries = useQueryClient()
  const key = useOrderKey()
  const reload = () => queries.invalidateQueries({ queryKey: ['tasks'] })
  const changing = useMutation({
    mutationFn: (order: TaskOrder) => changeTask(order, key.of(order)),
    onSuccess: async () => {
      toast(words.saved)
      key.done()
      await reload()
      onDone()
    },
  })
  return { changing, reload }
}
