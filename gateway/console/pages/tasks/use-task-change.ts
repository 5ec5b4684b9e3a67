import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from '../../ui/toast.tsx'
import { useWords } from '../../words/language.ts'
import { type TaskOrder, changeTask } from './tasks.ts'
import { taskWords } from './words.ts'

/**
 * Carries out one change of a task, which names the version that was shown. Pressed twice it is done once: the key is of
 * what stands there, and another one after a refusal.
 */
export function useTaskChange(onDone: () => void) {
  const words = useWords(taskWords)
  const queries = useQueryClient()
  const [key, setKey] = useState(() => crypto.randomUUID())
  const another = () => setKey(crypto.randomUUID())
  const reload = () => queries.invalidateQueries({ queryKey: ['tasks'] })
  const changing = useMutation({
    mutationFn: (order: TaskOrder) => changeTask(order, key),
    onSuccess: async () => {
      toast(words.saved)
      another()
      await reload()
      onDone()
    },
    onError: another,
  })
  return { changing, reload }
}
