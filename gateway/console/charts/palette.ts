import { useMemo } from 'react'
import { usePainted } from '../shell/theme.ts'

/** The colours of a chart as they stand in tokens.css, resolved: a saved picture has no style sheet. */
export interface Palette {
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly surface: string
  readonly accent: string
  readonly withheld: string
  readonly series: readonly string[]
}

const seriesCount = 8

export function usePalette(): Palette {
  const painted = usePainted()
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement)
    const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
    return {
      text: token('text'),
      muted: token('muted'),
      line: token('line'),
      surface: token('surface'),
      accent: token('accent'),
      withheld: token('withheld'),
      series: Array.from({ length: seriesCount }, (_, index) => token(`series-${index + 1}`)),
    }
    // The tokens change with what is painted.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [painted])
}

/** A colour between two, `share` of the second: both `#rrggbb`. */
export function between(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [one, other].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16))
    return Math.round((a ?? 0) + ((b ?? 0) - (a ?? 0)) * share)
  })
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** Black or white text, whichever is read better on a colour (WCAG 2.2 relative luminance). */
export function readable(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return luminance > 0.179 ? '#101314' : '#ffffff'
}
