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
/** Lines of a chart's grid, about. */
const gridLines = 4
/** Steps between two lines that are read without reckoning, by their power of ten. */
const evenSteps = [1, 2, 2.5, 5, 10] as const

/** The values along a chart's side: round ones, around all that is drawn. */
export interface Axis {
  readonly least: number
  readonly most: number
  readonly lines: readonly number[]
  /** Digits after the point that tell the lines apart. */
  readonly digits: number
}

/** An axis around values from the least to the greatest; one value alone stands in its middle. */
export function axisOf(least: number, most: number): Axis {
  const around = least === most ? Math.abs(least) / 10 || 1 : 0
  const [low, high] = [least - around, most + around]
  const rough = (high - low) / gridLines
  const power = 10 ** Math.floor(Math.log10(rough))
  const even = evenSteps.find((one) => one * power >= rough * 0.999) ?? 10
  const step = even * power
  const digits = Math.max(0, -Math.floor(Math.log10(step)) + (even === 2.5 ? 1 : 0))
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)]
  const lines = Array.from({ length: last - first + 1 }, (_, at) =>
    Number(((first + at) * step).toFixed(digits)),
  )
  return { least: lines[0] ?? low, most: lines.at(-1) ?? high, lines, digits }
}
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
