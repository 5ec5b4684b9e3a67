import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** Milliseconds between two readings, at least: many values may come at once. */
const leastMs = 1000

/**
 * Reads what is shown of indicators anew as soon as the gateway tells of a new observation in the area. Answers whether
 * the stream is open.
 */
export function useLive(area: string): boolean {
  const [isOpen, setOpen] = useState(false)
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let readAt = 0
    const refresh = () => {
      timer ??= setTimeout(
        () => {
          timer = undefined
          readAt = performance.now()
          void client.invalidateQueries({ queryKey: ['indicators'] })
        },
        Math.max(0, readAt + leastMs - performance.now()),
      )
    }
    const source = new EventSource(`/indicators/stream?areas=${area}`)
    source.addEventListener('ready', () => setOpen(true))
    source.addEventListener('observations', refresh)
    source.addEventListener('reload', () => {
      setOpen(true)
      refresh()
    })
    source.addEventListener('error', () => setOpen(false))
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [area, client])
  return isOpen
}
