import { Kind, parse, print } from 'graphql'
import { recordClassOf } from '../../auth/record-class.ts'
import { directiveArguments } from '../../schema/model/directive-arguments.ts'
import { coordinateOwners } from '../../schema/use/coordinate-owners.ts'

/** A field that a ministry answers, as it stands in the supergraph. */
export interface MinistryField {
  readonly coordinate: string
  /** As in SDL: `[Parcel!]!`. */
  readonly type: string
  /** `SENSITIVE HEALTH`; null for what is about nobody. */
  readonly dataClass: string | null
  /** The reason; null where it is not deprecated. */
  readonly deprecated: string | null
}

/** Opens the look at who answers what in a supergraph; it is read once, at the first question. */
export function openMinistryFields(
  supergraph: string,
): (ministry: string) => readonly MinistryField[] {
  let byMinistry: ReadonlyMap<string, readonly MinistryField[]> | undefined
  return (ministry) => (byMinistry ??= fieldsOf(supergraph)).get(ministry) ?? []
}

function fieldsOf(supergraph: string): ReadonlyMap<string, readonly MinistryField[]> {
  const document = parse(supergraph, { noLocation: true })
  const ownersOf = coordinateOwners(document)
  const found = new Map<string, MinistryField[]>()
  for (const node of document.definitions) {
    const isFields =
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
    if (!isFields) continue
    for (const field of node.fields ?? []) {
      const coordinate = `${node.name.value}.${field.name.value}`
      const [classified] = directiveArguments(field, 'classified')
      const [deprecated] = directiveArguments(field, 'deprecated')
      const one = {
        coordinate,
        type: print(field.type),
        dataClass: classified ? recordClassOf(classified['level'], classified['category']) : null,
        deprecated: deprecated ? reasonOf(deprecated['reason']) : null,
      }
      for (const owner of ownersOf(coordinate)) {
        const own = found.get(owner)
        if (own) own.push(one)
        else found.set(owner, [one])
      }
    }
  }
  return found
}

/** Its default by the specification (3.13.3). */
function reasonOf(reason: unknown): string {
  return typeof reason === 'string' ? reason : 'No longer supported'
}
