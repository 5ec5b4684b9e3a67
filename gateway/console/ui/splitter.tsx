import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

interface SplitterProps {
  readonly label: string
  /** `vertical`: it stands between left and right. */
  readonly orientation: 'vertical' | 'horizontal'
  /** Pixels of the pane before it. */
  readonly size: number
  readonly min: number
  readonly max: number
  readonly onSize: (size: number) => void
}

const keyStep = 24

/** A line between two panes that can be moved, by pointer and by arrows (WAI-ARIA window splitter). */
export function Splitter({ label, orientation, size, min, max, onSize }: SplitterProps) {
  const from = useRef<{ readonly at: number; readonly size: number }>(undefined)
  const place = (event: PointerEvent) =>
    orientation === 'vertical' ? event.clientX : event.clientY
  const within = (wanted: number) => Math.round(Math.min(max, Math.max(min, wanted)))
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -keyStep,
      ArrowUp: -keyStep,
      ArrowRight: keyStep,
      ArrowDown: keyStep,
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    onSize(within(size + step))
  }
  return (
    <div
      className="splitter"
      role="separator"
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(size)}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { at: place(event), size }
      }}
      onPointerMove={(event) => {
        if (from.current) onSize(within(from.current.size + place(event) - from.current.at))
      }}
      onPointerUp={() => {
        from.current = undefined
      }}
    />
  )
}
