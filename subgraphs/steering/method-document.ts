import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

/** A document of methods/, as it is saved: without what its header says of it. */
export interface MethodDocument {
  /** Of the saved report. */
  readonly id: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly document: string
  /** SHA-256 of the document, hexadecimal. */
  readonly digest: string
}

const folder = new URL('methods/', import.meta.url)
const extension = '.graphql'
const header = /^# (?<vi>.+)\n# (?<en>.+)\n# Persona: analyst\n/

/** The names of all documents. */
export const methodNames: readonly string[] = Object.freeze(
  readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length))
    .sort(),
)

const read = new Map<string, MethodDocument>()

/** The document by which indicators are counted. Throws where there is none of the name, or its header is another. */
export function methodDocument(name: string): MethodDocument {
  const known = read.get(name)
  if (known !== undefined) return known
  const text = readFileSync(new URL(`${name}${extension}`, folder), 'utf8')
  const said = header.exec(text)
  const { vi, en } = said?.groups ?? {}
  if (said === null || vi === undefined || en === undefined)
    throw new Error(
      `methods/${name}${extension}: expected a header in both languages, and the persona analyst`,
    )
  const document = text.slice(said[0].length)
  const found = Object.freeze({
    id: `indicators-${name}`,
    title: { vi, en },
    document,
    digest: createHash('sha256').update(document).digest('hex'),
  })
  read.set(name, found)
  return found
}
