import * as Plot from '@observablehq/plot'
import { number } from '../words/numbers.ts'
import { heatmap } from './plot-heatmap.ts'
import { type Picture, barHeight } from './plot-picture.ts'
import { cutApart, leftOf, monthOf, short, titleOf } from './plot-text.ts'
import type { Drawn, Point } from './points.ts'

const fewMoments = 14

/** A chart as SVG, without style elements of its own: the page's policy allows none. */
export function plotted(picture: Picture): SVGSVGElement {
  const svg = Plot.plot({ ...frame(picture), ...makers[picture.kind](picture) })
  for (const style of svg.querySelectorAll('style')) style.remove()
  // A picture is read as one: a group without a role may have no name of its own.
  for (const group of svg.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label')
  if (!(svg instanceof SVGSVGElement)) throw new Error('a plot without legend and title is SVG')
  return svg
}

type Options = Plot.PlotOptions

const makers: Readonly<Record<Picture['kind'], (picture: Picture) => Options>> = {
  bar: (picture) => (picture.drawn.temporal ? columns(picture) : bars(picture)),
  line: lines,
  area: (picture) => ({ ...lines(picture), ...areas(picture) }),
  scatter,
  heatmap,
  pyramid,
}

function frame({ width, palette, drawn }: Picture): Options {
  return {
    width,
    className: 'plot',
    style: {
      background: 'transparent',
      color: palette.text,
      fontSize: '12px',
      fontFamily: 'inherit',
    },
    color: { domain: [...drawn.series], range: [...palette.series] },
    marginRight: 28,
  }
}

function bars(picture: Picture): Options {
  const { drawn, palette, language } = picture
  const { points, categories, series } = drawn
  const several = series.length > 1
  const known = points.filter(({ y }) => y !== null)
  const rows = several ? categories.length * (series.length + 0.6) : categories.length
  // Also points without a figure: a category of which none is known keeps its place.
  const place = several ? { fy: 'x', y: 'series' } : { y: 'x' }
  return {
    height: Math.max(140, rows * barHeight + 60),
    marginLeft: leftOf(categories),
    marginRight: several ? 28 : 56,
    marginTop: 26,
    x: { grid: true, label: null, tickFormat: short(language), nice: true, axis: 'top' },
    ...(several
      ? {
          fy: {
            domain: categories,
            label: null,
            padding: 0.12,
            axis: 'left' as const,
            tickFormat: cutApart(categories),
          },
          y: { domain: series, axis: null },
        }
      : { y: { domain: categories, label: null, tickFormat: cutApart(categories) } }),
    marks: [
      Plot.barX(points, {
        ...place,
        x: 'y',
        fill: several ? 'series' : palette.accent,
        insetTop: 1,
        insetBottom: 1,
        title: titleOf(picture),
        tip: true,
        ariaLabel: drawn.yName,
      }),
      ...(several
        ? []
        : [
            Plot.textX(known, {
              ...place,
              x: 'y',
              text: ({ y }: Point) => number(language, y ?? 0),
              textAnchor: 'start',
              dx: 4,
              fill: palette.muted,
            }),
          ]),
      withheldText(picture, { ...place, x: () => 0, textAnchor: 'start', dx: 6 }),
      Plot.ruleX([0], { stroke: palette.muted }),
    ],
  }
}

function columns(picture: Picture): Options {
  const { drawn, palette, language } = picture
  return {
    height: 320,
    marginLeft: 60,
    y: { grid: true, label: null, tickFormat: short(language), nice: true },
    x: { label: null, type: 'band', tickFormat: monthOf },
    marks: [
      Plot.barY(drawn.points, {
        x: 'x',
        y: 'y',
        fill: drawn.series.length > 1 ? 'series' : palette.accent,
        title: titleOf(picture),
        tip: true,
      }),
      withheldText(picture, { x: 'x', y: () => 0, dy: -8 }),
      Plot.ruleY([0], { stroke: palette.muted }),
    ],
  }
}

function lines(picture: Picture): Options {
  const { drawn, language, palette } = picture
  return {
    height: 340,
    marginLeft: 60,
    y: { grid: true, label: null, tickFormat: short(language), nice: true, zero: true },
    x: drawn.temporal
      ? { label: null, type: 'utc', tickFormat: monthOf, ...ticksOf(drawn) }
      : {
          label: null,
          type: 'point',
          domain: drawn.categories,
          tickFormat: cutApart(drawn.categories),
        },
    marks: [
      Plot.ruleY([0], { stroke: palette.muted }),
      Plot.lineY(drawn.points, {
        x: 'x',
        y: 'y',
        stroke: 'series',
        strokeWidth: 2,
        ...inTime(drawn),
      }),
      Plot.dot(drawn.points, {
        x: 'x',
        y: 'y',
        fill: 'series',
        r: 3,
        title: titleOf(picture),
        tip: true,
      }),
      withheldText(picture, { x: 'x', y: () => 0, dy: -8 }),
    ],
  }
}

function areas({ drawn, palette }: Picture): Options {
  return {
    marks: [
      Plot.areaY(drawn.points, {
        x: 'x',
        y: 'y',
        fill: 'series',
        fillOpacity: 0.75,
        ...inTime(drawn),
      }),
      Plot.ruleY([0], { stroke: palette.muted }),
    ],
  }
}

function scatter(picture: Picture): Options {
  const { drawn, language, palette } = picture
  return {
    height: 400,
    marginLeft: 60,
    marginTop: 36,
    marginBottom: 44,
    x: { grid: true, label: drawn.xName, tickFormat: short(language), nice: true },
    y: { grid: true, label: drawn.yName, tickFormat: short(language), nice: true },
    marks: [
      Plot.dot(drawn.points, {
        x: 'x',
        y: 'y',
        stroke: palette.accent,
        fill: palette.accent,
        fillOpacity: 0.25,
        title: titleOf(picture),
        tip: true,
      }),
    ],
  }
}

function pyramid(picture: Picture): Options {
  const { drawn, language, palette } = picture
  const [left] = drawn.series
  const signed = ({ y, series }: Point) => (series === left ? -(y ?? 0) : (y ?? 0))
  return {
    height: Math.max(200, drawn.categories.length * barHeight + 60),
    marginLeft: leftOf(drawn.categories),
    x: {
      grid: true,
      label: null,
      tickFormat: (value: number) => short(language)(Math.abs(value)),
      nice: true,
    },
    y: { domain: drawn.categories.toReversed(), label: drawn.xName },
    marks: [
      Plot.barX(drawn.points, {
        y: 'x',
        x: signed,
        fill: 'series',
        insetTop: 1,
        insetBottom: 1,
        title: titleOf(picture),
        tip: true,
      }),
      ...[true, false].map((isLeft) =>
        withheldText(
          picture,
          { y: 'x', x: () => 0, textAnchor: isLeft ? 'end' : 'start', dx: isLeft ? -6 : 6 },
          drawn.points.filter(({ series }) => (series === left) === isLeft),
        ),
      ),
      Plot.ruleX([0], { stroke: palette.muted }),
    ],
  }
}

/** Answers come in an order of their own; a line runs through time. */
function inTime({ temporal }: Drawn): { readonly sort?: 'x' } {
  return temporal ? { sort: 'x' } : {}
}

/** Moments, where there are few: each is named. */
function ticksOf({ points }: Drawn): { readonly ticks?: readonly Date[] } {
  const moments = new Set(points.map(({ x }) => Number(x)))
  return moments.size > fewMoments ? {} : { ticks: [...moments].map((at) => new Date(at)) }
}

/** Where a figure would stand that is withheld, or that is not there: nobody takes it for zero. */
function withheldText(
  { drawn, palette, words }: Picture,
  options: Plot.TextOptions,
  points: readonly Point[] = drawn.points,
) {
  return Plot.text(
    points.filter(({ y }) => y === null),
    {
      ...options,
      text: ({ withheld }: Point) => (withheld === undefined ? words.noFigure : words.withheld),
      fill: palette.muted,
      fontStyle: 'italic',
      title: ({ withheld }: Point) => withheld ?? words.noFigure,
    },
  )
}
