import type { Choices } from './choices.ts'
import { type Draft, objectType } from './draft.ts'
import { fieldNamed } from './model.ts'

/** Keys that an entity may have, with the fields that they are made of. */
const keyKinds = {
  id: ['id'],
  code: ['code'],
  ref: ['ref'],
  pair: ['lot', 'no'],
} as const

/** Adds an entity with its keys, which may differ from subgraph to subgraph. */
export function addEntity({ subgraphs, objects }: Draft, name: string, own: Choices): void {
  const texts = { id: 'id', code: 'code', ref: 'ref { part n }', pair: 'lot no' }
  const kinds = ['id', 'code', 'ref', 'pair'] as const
  const spread = own.chance(30)
  const second = kinds[1 + own.below(3)] ?? 'code'
  const keys = new Map<string, readonly string[]>()
  const used = new Set<keyof typeof keyKinds>()
  subgraphs.forEach((subgraph, index) => {
    const both = own.chance(35)
    const first = spread && index % 2 === 1 ? second : 'id'
    const other = first === 'id' ? second : 'id'
    const mine = both || (spread && index === 0) ? [first, other] : [first]
    for (const kind of mine) used.add(kind)
    keys.set(
      subgraph,
      mine.map((kind) => texts[kind]),
    )
  })
  const stubs = new Set(subgraphs.filter(() => own.chance(30)))
  const type = objectType('entity', name, keys, stubs)
  const sure = { role: 'key', sure: true, tame: true, wrap: 'T!' } as const
  const inaccessible = own.chance(20)
  for (const kind of used)
    for (const field of keyKinds[kind]) {
      const of = { id: 'ID', code: 'Int', ref: `${name}Ref`, lot: 'String', no: 'Int' }[field]
      type.fields.set(
        field,
        fieldNamed(field, of, { ...sure, inaccessible: inaccessible && kind !== 'id' }),
      )
    }
  if (used.has('ref')) {
    const ref = objectType('value', `${name}Ref`)
    ref.fields.set('part', fieldNamed('part', 'String', sure))
    ref.fields.set('n', fieldNamed('n', 'Int', sure))
    objects.set(ref.name, ref)
  }
  objects.set(name, type)
}
