import { useQuery } from '@tanstack/react-query'
import {
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import { referenceDocument } from '../../../trusted/page-documents.ts'
import { askWhole } from '../../api/ask.ts'
import type { Option } from '../../ui/combo.tsx'
import type { Groups } from './groups-in.ts'

/** A list of codes and names that a condition can be chosen from. */
export interface Reference {
  /** The field at the root that lists them. */
  readonly root: string
}

/** Pages of a list that are read, at most. */
const pagesAtMost = 6

/**
 * The list that a code is one of: `provinceCode` is that of provinces, `facilityCode` that of what the key `facility` is.
 * Undefined where the schema has no such list.
 */
export function referenceOf(
  schema: GraphQLSchema,
  { dimensions }: Groups,
  path: readonly string[],
): Reference | undefined {
  const stem = /^(\w+)Code$/.exec(path.at(-1) ?? '')?.[1]
  if (stem === undefined) return undefined
  const known = dimensions.find(({ key, kind }) => key === stem && kind === 'entity')?.type?.name
  const named = known ?? stem.slice(0, 1).toUpperCase() + stem.slice(1)
  return listsIn(schema).find(({ type }) => type === named)
}

function listsIn(schema: GraphQLSchema): readonly (Reference & { readonly type: string })[] {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {})
  return fields.flatMap(({ name, type, args }) => {
    const connection = getNamedType(type)
    const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined
    const node = nodes && getNamedType(nodes.type)
    if (!isObjectType(node) || args.some(isRequiredArgument)) return []
    const isListed = ['code', 'name'].every((one) => {
      const field = node.getFields()[one]
      return field && isLeafType(getNamedType(field.type))
    })
    return isListed ? [{ root: name, type: node.name }] : []
  })
}

/** The entries of a list by their names; read once, and none while they are on their way. */
export function useReference(reference: Reference | undefined): readonly Option[] {
  const { data } = useQuery({
    queryKey: ['reference', reference?.root],
    enabled: reference !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => readAll(reference?.root ?? '', signal),
  })
  return data ?? []
}

interface Page {
  readonly nodes: readonly { readonly code: string; readonly name: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

async function readAll(root: string, signal: AbortSignal): Promise<readonly Option[]> {
  const query = referenceDocument(root)
  const options: Option[] = []
  let after: string | null = null
  for (let page = 0; page < pagesAtMost; page++) {
    const question = { query, variables: { after } }
    const found: Readonly<Record<string, Page | null>> = await askWhole(question, signal)
    const { nodes = [], pageInfo } = found[root] ?? {}
    options.push(...nodes.map(({ code, name }) => ({ id: code, words: name, note: code })))
    after = pageInfo?.endCursor ?? null
    if (!pageInfo?.hasNextPage || after === null) break
  }
  return options
}
