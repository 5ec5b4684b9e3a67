/** What a registered document is answered as. */
export const dataFormats = ['json', 'csv'] as const
export type DataFormat = (typeof dataFormats)[number]

const types: Readonly<Record<DataFormat, string>> = { json: 'application/json', csv: 'text/csv' }

/**
 * The form that an Accept header likes best, JSON of equals (RFC 9110, 12.5.1: the range that says most counts); undefined
 * where it takes neither.
 */
export function acceptedFormat(accept: string | undefined): DataFormat | undefined {
  if (accept === undefined || accept.trim() === '') return 'json'
  const ranges = accept.split(',').map(rangeOf)
  const weightOf = (format: DataFormat): number => {
    const type = types[format]
    const within = [type, `${type.slice(0, type.indexOf('/'))}/*`, '*/*']
    for (const one of within) {
      const range = ranges.find(({ name }) => name === one)
      if (range !== undefined) return range.weight
    }
    return 0
  }
  const [json, csv] = [weightOf('json'), weightOf('csv')]
  if (json === 0 && csv === 0) return undefined
  return csv > json ? 'csv' : 'json'
}

function rangeOf(text: string): { readonly name: string; readonly weight: number } {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? '1'
  return { name, weight: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 }
}
