/** A table's cells by their lines: all coordinates fixed but one. */
export interface Lines {
  /** The lines that a cell lies on, by its place: one for each key. */
  readonly ofCell: readonly (readonly number[])[]
  /** The cells on each line. */
  readonly members: readonly (readonly number[])[]
}

/** The lines of a table whose cells have as many coordinates as the table has keys. */
export function linesOf(keys: readonly (readonly string[])[]): Lines {
  const width = keys[0]?.length ?? 0
  const coordinates = Array.from({ length: width }, (_, axis) => {
    const numbers = new Map<string, number>()
    return keys.map((key) => numberOf(numbers, key[axis] ?? ''))
  })
  const members: number[][] = []
  const ofCell: number[][] = keys.map(() => [])
  for (let fixed = 0; fixed < width; fixed++) {
    const first = members.length
    let places = keys.map(() => 0)
    for (const [axis, column] of coordinates.entries()) {
      if (axis === fixed) continue
      const pairs = new Map<number, number>()
      places = places.map((place, cell) =>
        numberOf(pairs, place * keys.length + (column[cell] ?? 0)),
      )
    }
    for (const [cell, place] of places.entries()) {
      const line = (members[first + place] ??= [])
      line.push(cell)
      ofCell[cell]?.push(first + place)
    }
  }
  return { ofCell, members }
}

function numberOf<Key>(numbers: Map<Key, number>, key: Key): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, numbers.size)
  return numbers.size - 1
}
