import * as Plot from '@observablehq/plot'
import { type Drawn } from './points.ts'
import { type Picture, barHeight } from './plot-picture.ts'
import { cutApart, leftOf, monthOf, titleOf } from './plot-text.ts'

/** Two categories, or one in time: a cell for each pair, the darker the more. */
export function heatmap(picture: Picture): Plot.PlotOptions {
  const { drawn, palette, words } = picture
  const { points, series } = drawn
  const empty = points.filter(({ y }) => y === null)
  return {
    height: Math.max(180, series.length * barHeight + 70),
    marginLeft: leftOf(series),
    marginBottom: 48,
    padding: 0.06,
    x: {
      label: null,
      type: 'band',
      tickFormat: drawn.temporal ? monthOf : cutApart(drawn.categories),
      ...(drawn.temporal ? {} : { domain: drawn.categories, tickRotate: -30 }),
    },
    y: { label: null, domain: series, tickFormat: cutApart(series) },
    color: {
      type: 'linear',
      domain: scaleOf(drawn),
      range: [palette.surface, palette.accent],
      label: drawn.yName,
    },
    marks: [
      Plot.cell(
        points.filter(({ y }) => y !== null),
        { x: 'x', y: 'series', fill: 'y', title: titleOf(picture), tip: true },
      ),
      Plot.cell(empty, { x: 'x', y: 'series', fill: palette.line, title: () => words.noFigure }),
      Plot.text(empty, { x: 'x', y: 'series', text: () => '×', fill: palette.muted }),
    ],
  }
}

/** From zero, or from the least where that is below, to the most. */
export function scaleOf({ points }: Drawn): readonly [number, number] {
  const values = points.flatMap(({ y }) => (y === null ? [] : [y]))
  return [Math.min(0, ...values), Math.max(0, ...values)]
}
