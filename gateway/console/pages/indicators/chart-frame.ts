import { type RefObject, useEffect, useState } from 'react'
import type { Language } from '../../words/language.ts'

/** What every chart over periods is told. */
export interface ChartWords {
  readonly language: Language
  readonly decimals: number
  /** What it shows, read aloud. */
  readonly label: string
}

/** Pixels. */
export const height = 220
export const room = { left: 64, right: 12, top: 10, bottom: 24 } as const
export const gridLines = 4
/** Pixels between two periods that are named. */
export const labelEvery = 90

/** How wide an element is, as it changes; 0 before it is laid out. */
export function useWidth(frame: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const shown = frame.current
    if (!shown) return undefined
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    observer.observe(shown)
    return () => observer.disconnect()
  }, [frame])
  return width
}
