import { parts } from '../../../export/me-words.ts'
import meDocument from '../../../export/me.graphql?raw'
import { type Section, sectionOf } from '../../../export/section.ts'
import { ask } from '../../api/ask.ts'

/** One section of what is about the caller: on its way, here, or not to be had. */
export interface OwnSection {
  readonly name: string
  readonly found: Section | undefined
  readonly failed: Error | undefined
}

/** The registered purpose of a person's own data. */
const ownData = 'citizen-self'

/** The sections, in the order in which they are shown. */
export const ownSections: readonly string[] = parts.flatMap(({ sections }) => Object.keys(sections))

export { meDocument }

/** Reads one section to its last page. A ministry that is away costs its own section alone. */
export async function readSection(name: string, signal: AbortSignal): Promise<Section> {
  return await sectionOf(
    (operationName, variables) =>
      ask({ query: meDocument, operationName, variables, purpose: ownData }, signal),
    name,
  )
}

/** How many records a section has; undefined until it is here. */
export function countOf({ found }: OwnSection): number | undefined {
  if (found === undefined) return undefined
  if (Array.isArray(found.value)) return found.value.length
  return found.value === null ? 0 : 1
}
