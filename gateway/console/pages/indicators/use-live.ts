import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { joinStream } from '../../api/shared-stream.ts'

/** Milliseconds between two readings, at least: many values may come at once. */
const leastMs = 1000

/**
 * Reads what is shown of indicators anew as soon as the gateway tells of a new observation in the area; all tabs of a
 * browser share one stream. Answers whether it is open.
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
    const leave = joinStream({
      name: 'lien-thong.indicators',
      topic: area,
      address: (areas) => `/indicators/stream?areas=${areas.join(',')}`,
      events: ['observations', 'reload'],
      onEvent(name, data) {
        if (name === 'reload' || areasOf(data).includes(area)) refresh()
      },
      onOpen(open, mayHaveMissed) {
        setOpen(open)
        if (open && mayHaveMissed) refresh()
      },
    })
    return () => {
      clearTimeout(timer)
      leave()
    }
  }, [area, client])
  return isOpen
}

/** Where the observations of an event are of. */
function areasOf(data: string): readonly string[] {
  const observations = JSON.parse(data) as readonly { readonly areaCode: string }[]
  return observations.map(({ areaCode }) => areaCode)
}
