import { useRef } from 'react'

export interface OrderKey {
  /** The key of an order: the same for the same one, until it is done. */
  readonly of: (order: unknown) => string
  readonly done: () => void
}

/** Keys of changes. One that is sent anew because its answer was lost has the key that it had, and is carried out once. */
export function useOrderKey(): OrderKey {
  const last = useRef<{ readonly order: string; readonly key: string }>(undefined)
  return {
    of(order) {
      const text = JSON.stringify(order)
      if (last.current?.order !== text) last.current = { order: text, key: crypto.randomUUID() }
      return last.current.key
    },
    done() {
      last.current = undefined
    },
  }
}
