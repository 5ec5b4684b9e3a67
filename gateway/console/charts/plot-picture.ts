import type { Language } from '../words/language.ts'
import type { Palette } from './palette.ts'
import type { Drawn } from './points.ts'
import type { ChartKind } from './spec.ts'

/** Everything that the pictures of Observable Plot are made from. */
export interface Picture {
  readonly kind: Exclude<ChartKind, 'tiles'>
  readonly drawn: Drawn
  readonly palette: Palette
  readonly language: Language
  readonly words: { readonly withheld: string; readonly noFigure: string }
  /** Pixels. */
  readonly width: number
}

/** Pixels of a bar, or of a row of a heat map. */
export const barHeight = 20
