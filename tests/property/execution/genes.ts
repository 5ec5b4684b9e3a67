import * as fc from 'fast-check'

/** What a supergraph is made from; every value of this shape makes one, though not all compose. */
export interface Genes {
  /** Subgraphs beyond the two that there always are. */
  readonly more: number
  readonly entities: readonly Family[]
  readonly values: readonly Family[]
  readonly interfaces: readonly Family[]
  readonly unions: readonly Uint8Array[]
  readonly queries: readonly Uint8Array[]
  readonly mutations: readonly Uint8Array[]
}

/** A type's own decisions, and those of its fields. */
export interface Family {
  readonly own: Uint8Array
  readonly fields: readonly Uint8Array[]
}

const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ maxLength, size: 'max' })

const family = (minFields: number, maxFields: number): fc.Arbitrary<Family> =>
  fc.record({
    own: bytes(16),
    fields: fc.array(bytes(24), { minLength: minFields, maxLength: maxFields, size: 'max' }),
  })

export const genes: fc.Arbitrary<Genes> = fc.record({
  more: fc.nat({ max: 3 }),
  entities: fc.array(family(1, 7), { minLength: 1, maxLength: 4, size: 'max' }),
  values: fc.array(family(1, 4), { maxLength: 2, size: 'max' }),
  interfaces: fc.array(family(0, 3), { maxLength: 2, size: 'max' }),
  unions: fc.array(bytes(8), { maxLength: 2, size: 'max' }),
  queries: fc.array(bytes(24), { minLength: 1, maxLength: 5, size: 'max' }),
  mutations: fc.array(bytes(24), { maxLength: 2, size: 'max' }),
})

/** The decisions that make an operation on whatever supergraph it meets. */
export const operationGenes = bytes(240)
