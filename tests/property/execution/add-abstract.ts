import { type Choices, choicesOf } from './choices.ts'
import type { Draft } from './draft.ts'
import { type Field, fieldNamed } from './model.ts'

/** Adds an interface over entities; one with a key is an `@interfaceObject` in the subgraph `o`. */
export function addInterface(
  { subgraphs, objects, abstracts, declare }: Draft,
  name: string,
  bytes: Uint8Array,
): void {
  const own = choicesOf(bytes)
  const keyed = own.chance(45)
  const entities = [...objects.values()].filter(
    ({ kind, keys }) => kind === 'entity' && [...keys.values()].every((key) => key.includes('id')),
  )
  const members = entities
    .filter((_, index) => index === 0 || own.chance(60))
    .map((type) => type.name)
  const home = own.pick(subgraphs.filter((subgraph) => subgraph !== 'o'))
  const few = own.below(2)
  const membersIn = (subgraph: string): readonly string[] => {
    if (subgraph === 'o' && keyed) return []
    const some = members.filter((_, index) => index === 0 || (index + few) % 2 === 0)
    return subgraph === home ? members : some
  }
  const fields = new Map([
    ['id', fieldNamed('id', 'ID', { role: 'key', sure: true, tame: true, wrap: 'T!' })],
  ])
  const declaredBy = new Set<string>()
  const objectIn = keyed ? 'o' : undefined
  if (members.length === 0) return
  abstracts.set(name, {
    kind: 'interface',
    name,
    members,
    home,
    keyed,
    objectIn,
    fields,
    declaredBy,
    membersIn,
  })
  declare(name, home)
}

/** Adds a union over entities and values; subgraphs know some of its members each. */
export function addUnion({ objects, abstracts }: Draft, name: string, own: Choices): void {
  const members = [...objects.values()]
    .filter(({ name: known }) => !known.endsWith('Ref'))
    .filter((_, index) => index === 0 || own.chance(50))
    .map((type) => type.name)
  const few = own.below(2)
  const membersIn = (subgraph: string): readonly string[] =>
    members.filter((_, index) => index === 0 || (index + few + subgraph.charCodeAt(0)) % 2 === 0)
  const rest = { home: '', keyed: false, objectIn: undefined, fields: new Map<string, Field>() }
  abstracts.set(name, { kind: 'union', name, members, membersIn, declaredBy: new Set(), ...rest })
}
