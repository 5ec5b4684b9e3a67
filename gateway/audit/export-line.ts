import { z } from 'zod'

/** One line of an export. */
export type ExportLine =
  | { readonly journal: { readonly from: string | null; readonly to: string | null } }
  | { readonly retained: string }
  | { readonly chain: string; readonly after: number; readonly hash: string }
  | RecordOfLine

export interface RecordOfLine {
  readonly record: RecordPlace
  /** As the line says. */
  readonly hash: string
  /** The text that was hashed. */
  readonly body: Buffer
}

/** What every record begins with, and the id of a request's two. */
export interface RecordPlace {
  readonly chain: string
  readonly seq: number
  readonly kind: string
  readonly id: string | undefined
}

const head = z.union([
  z.strictObject({
    journal: z.strictObject({ from: z.string().nullable(), to: z.string().nullable() }),
  }),
  z.strictObject({ retained: z.string() }),
  z.strictObject({ chain: z.string(), after: z.number().int(), hash: z.string() }),
])

const open = Buffer.from('{"hash":"')
const middle = Buffer.from('","body":')
const hashEnd = open.length + 64
const bodyStart = hashEnd + middle.length

/** As long as the beginning of a record may be. */
const placeBytes = 200
const place =
  /^\{"chain":"([0-9a-f-]{36})","seq":(\d{1,15}),"at":"[^"]{24}","kind":"([a-z]{1,16})"(?:,"id":"([0-9a-f-]{36})")?[,}]/

/** Reads one line of an export; undefined when it is none. A record's content is not looked at. */
export function exportLine(line: Buffer): ExportLine | undefined {
  if (line.length < bodyStart || open.compare(line, 0, open.length) !== 0) return headLine(line)
  const isWhole =
    line.length > bodyStart + 2 &&
    middle.compare(line, hashEnd, bodyStart) === 0 &&
    line.at(-1) === 0x7d
  if (!isWhole) return undefined
  const body = line.subarray(bodyStart, -1)
  const found = place.exec(body.toString('latin1', 0, placeBytes))
  if (found === null) return undefined
  const [, chain = '', seq = '', kind = '', id] = found
  const hash = line.toString('latin1', open.length, hashEnd)
  return { record: { chain, seq: Number(seq), kind, id }, hash, body }
}

function headLine(line: Buffer): ExportLine | undefined {
  try {
    return head.safeParse(JSON.parse(line.toString('utf8'))).data
  } catch {
    return undefined
  }
}
