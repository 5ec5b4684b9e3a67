import * as Plot from '@observablehq/plot'
import { type Picture, barHeight } from './plot-picture.ts'
import { cut, leftOf, monthOf, titleOf } from './plot-text.ts'

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
      tickFormat: drawn.temporal ? monthOf : cut,
      ...(drawn.temporal ? {} : { domain: drawn.categories, tickRotate: -30 }),
    },
    y: { label: null, domain: series, tickFormat: cut },
    color: {
      type: 'linear',
      range: [palette.surface, palette.accent],
      zero: true,
      label: drawn.yName,
    },
    marks: [
      Plot.cell(
        points.filter(({ y }) => y !== null),
        { x: 'x', y: 'series', fill: 'y', title: titleOf(picture), tip: true },
      ),
      Plot.cell(empty, { x: 'x', y: 'series', fill: palette.line, title: () => words.withheld }),
      Plot.text(empty, { x: 'x', y: 'series', text: () => '×', fill: palette.muted }),
    ],
  }
}
