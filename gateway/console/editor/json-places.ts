/** A JSON text that is read: its value, and where each value stands. */
export interface JsonPlaces {
  readonly value: unknown
  /** Offsets of a value by its path, names and indexes with a dot between; '' is the whole. */
  readonly at: ReadonlyMap<string, readonly [from: number, to: number]>
}

/** Why a text is no JSON, and where it stops being it. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault'
  readonly at: number

  constructor(at: number) {
    super('JSON')
    this.at = at
  }
}

interface Reading {
  readonly text: string
  at: number
  readonly found: Map<string, readonly [number, number]>
}

const string = /"(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})|[^"\\\p{Cc}])*"/uy
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /true|false|null/y
const space = /[ \t\r\n]*/y

/** Reads a JSON text with the places of its values. Fails with JsonFault. */
export function jsonPlaces(text: string): JsonPlaces {
  const reading: Reading = { text, at: 0, found: new Map() }
  const value = read(reading, '')
  skip(reading)
  if (reading.at < text.length) throw new JsonFault(reading.at)
  return { value, at: reading.found }
}

function read(reading: Reading, path: string): unknown {
  skip(reading)
  const from = reading.at
  const value = valueAt(reading, path)
  reading.found.set(path, [from, reading.at])
  return value
}

function valueAt(reading: Reading, path: string): unknown {
  const first = reading.text[reading.at]
  if (first === '{') return objectAt(reading, path)
  if (first === '[') return listAt(reading, path)
  const literal = taken(reading, string) ?? taken(reading, number) ?? taken(reading, word)
  if (literal === undefined) throw new JsonFault(reading.at)
  return JSON.parse(literal)
}

function objectAt(reading: Reading, path: string): unknown {
  const entries: [string, unknown][] = []
  each(reading, '}', () => {
    const from = reading.at
    const name = taken(reading, string)
    if (name === undefined) throw new JsonFault(reading.at)
    const key = String(JSON.parse(name))
    const below = path === '' ? key : `${path}.${key}`
    reading.found.set(`${below}:`, [from, reading.at])
    expectMark(reading, ':')
    entries.push([key, read(reading, below)])
  })
  return Object.fromEntries(entries)
}

function listAt(reading: Reading, path: string): unknown {
  const items: unknown[] = []
  each(reading, ']', () => {
    items.push(read(reading, path === '' ? String(items.length) : `${path}.${items.length}`))
  })
  return items
}

function each(reading: Reading, end: string, one: () => void): void {
  reading.at++
  skip(reading)
  if (reading.text[reading.at] === end) {
    reading.at++
    return
  }
  for (;;) {
    skip(reading)
    one()
    skip(reading)
    if (reading.text[reading.at] === end) break
    expectMark(reading, ',')
  }
  reading.at++
}

function expectMark(reading: Reading, mark: string): void {
  skip(reading)
  if (reading.text[reading.at] !== mark) throw new JsonFault(reading.at)
  reading.at++
}

function skip(reading: Reading): void {
  taken(reading, space)
}

function taken(reading: Reading, pattern: RegExp): string | undefined {
  pattern.lastIndex = reading.at
  const found = pattern.exec(reading.text)?.[0]
  if (found !== undefined) reading.at += found.length
  return found
}
