import { useSyncExternalStore } from 'react'

interface Toast {
  readonly id: number
  readonly words: string
}

const lastsMs = 4000
const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let last = 0

/** Says briefly that something was done. */
export function toast(words: string): void {
  const id = (last += 1)
  put([...toasts, { id, words }])
  setTimeout(() => put(toasts.filter((one) => one.id !== id)), lastsMs)
}

/** Where toasts appear: once, at the root of the page. */
export function ToastRegion() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, words }) => (
        <div key={id} className="toast">
          {words}
        </div>
      ))}
    </div>
  )
}

function put(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
