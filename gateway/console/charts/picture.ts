import { save } from '../api/save.ts'
import type { Palette } from './palette.ts'

const margin = 20
const titleHeight = 30
const lineHeight = 18
/** Device pixels a CSS pixel of a saved picture. */
const scale = 2

/** What stands around a saved picture: it must say by itself what it shows and where that comes from. */
export interface Caption {
  readonly title: string
  readonly legend: readonly { readonly text: string; readonly colour: string }[]
  readonly source: string
}

/** A chart as an SVG file that needs nothing beside it. */
export function standalone(svg: SVGSVGElement, caption: Caption, palette: Palette): string {
  const inner = svg.cloneNode(true) as SVGSVGElement
  const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value]
  const top = margin + titleHeight + (caption.legend.length > 0 ? lineHeight + 8 : 0)
  const outer = element('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    width: width + 2 * margin,
    height: height + top + lineHeight + 2 * margin,
    'font-family': 'Inter, system-ui, sans-serif',
    'font-size': 12,
    fill: palette.text,
    color: palette.text,
  })
  outer.append(
    element('rect', { width: '100%', height: '100%', fill: palette.surface }),
    words(caption.title, { x: margin, y: margin + 14, 'font-size': 16, 'font-weight': 600 }),
    ...legend(caption.legend, margin + titleHeight + 10),
  )
  inner.setAttribute('x', String(margin))
  inner.setAttribute('y', String(top + 6))
  inner.setAttribute('fill', 'currentColor')
  outer.append(
    inner,
    words(caption.source, {
      x: margin,
      y: height + top + lineHeight + margin,
      'font-size': 11,
      fill: palette.muted,
    }),
  )
  return new XMLSerializer().serializeToString(outer)
}

export function saveSvg(name: string, text: string): void {
  save(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }))
}

/** Draws an SVG text into a PNG file, at twice its size. Fails when the browser cannot draw it. */
export async function savePng(name: string, text: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * scale
    canvas.height = image.naturalHeight * scale
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (blob === null) throw new Error('The picture cannot be drawn.')
    save(`${name}.png`, blob)
  } finally {
    URL.revokeObjectURL(url)
  }
}

function legend(entries: Caption['legend'], y: number): SVGElement[] {
  let x = margin
  return entries.flatMap(({ text, colour }) => {
    const at = x
    x += 26 + text.length * 7
    return [
      element('rect', { x: at, y: y - 9, width: 11, height: 11, fill: colour }),
      words(text, { x: at + 16, y }),
    ]
  })
}

function words(text: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = element('text', attributes)
  made.textContent = text
  return made
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  return made
}
