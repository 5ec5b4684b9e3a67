import { readFileSync } from 'node:fs'
import { Kind, parse } from 'graphql'
import { type AskAsPerson, sectionOf } from './section.ts'

/** Everything about one person. */
export interface MeExport {
  readonly generatedAt: string
  /** False when a section is missing or ends early: `missing` says which, and why. */
  readonly complete: boolean
  readonly missing: readonly { readonly section: string; readonly codes: readonly string[] }[]
  /** By operation of me.graphql: a record, or all rows of a list. */
  readonly sections: Readonly<Record<string, unknown>>
}

/** The registered document of the export. */
export const meDocument = readFileSync(new URL('me.graphql', import.meta.url), 'utf8')

const operations = parse(meDocument).definitions.flatMap((node) =>
  node.kind === Kind.OPERATION_DEFINITION && node.name ? [node.name.value] : [],
)

/** Asks every section to its last page. A ministry that is away costs its own section, and is named. */
export async function exportMe(ask: AskAsPerson, now: Date): Promise<MeExport> {
  const sections: Record<string, unknown> = {}
  const missing: { section: string; codes: readonly string[] }[] = []
  for (const section of operations) {
    const { value, codes } = await sectionOf(ask, section)
    sections[section] = value
    if (codes.length > 0) missing.push({ section, codes })
  }
  return {
    generatedAt: now.toISOString(),
    complete: missing.length === 0,
    missing,
    sections,
  }
}
