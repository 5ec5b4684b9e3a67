import { useEffect, useState } from 'react'
import type { GatewayState } from './gateway-state.ts'

/** States that are kept for the small lines: four minutes at one every two seconds. */
const keptStates = 120

export interface Stream {
  /** Oldest first; the last is what is shown. */
  readonly states: readonly GatewayState[]
  readonly isConnected: boolean
}

/** The state as the gateway sends it, until the page is left or the stream is paused. */
export function useStateStream(isPaused: boolean): Stream {
  const [states, setStates] = useState<readonly GatewayState[]>([])
  const [isConnected, setConnected] = useState(false)
  useEffect(() => {
    if (isPaused) return undefined
    const source = new EventSource('/console/state/stream')
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const state = JSON.parse(data) as GatewayState
      setConnected(true)
      setStates((known) => [...known, state].slice(-keptStates))
    })
    source.addEventListener('error', () => setConnected(false))
    return () => source.close()
  }, [isPaused])
  return { states, isConnected }
}
