import { useEffect, useState } from 'react'
import { joinStream } from '../../api/shared-stream.ts'
import type { GatewayState } from './gateway-state.ts'

/** States that are kept for the small lines: four minutes at one every two seconds. */
const keptStates = 120

export interface Stream {
  /** Oldest first; the last is what is shown. */
  readonly states: readonly GatewayState[]
  readonly isConnected: boolean
}

/** The state as the gateway sends it, until the page is left or the stream is paused; all tabs share one stream. */
export function useStateStream(isPaused: boolean): Stream {
  const [states, setStates] = useState<readonly GatewayState[]>([])
  const [isConnected, setConnected] = useState(false)
  useEffect(() => {
    if (isPaused) return undefined
    return joinStream({
      name: 'lien-thong.state',
      topic: '',
      address: () => '/console/state/stream',
      events: ['message'],
      onEvent(_name, data) {
        const state = JSON.parse(data) as GatewayState
        setConnected(true)
        setStates((known) => [...known, state].slice(-keptStates))
      },
      onOpen: (isOpen) => {
        if (!isOpen) setConnected(false)
      },
    })
  }, [isPaused])
  return { states, isConnected }
}
