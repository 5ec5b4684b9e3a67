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
  }, [painted])
}
