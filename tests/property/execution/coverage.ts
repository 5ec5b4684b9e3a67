import {
  type DocumentNode,
  OperationTypeNode,
  TypeInfo,
  isAbstractType,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { isPlannedDirectly } from './directly.ts'
import type { Operation } from './executor.ts'
import type { Federation } from './federation.ts'
import type { Field, Model, ObjectType } from './model.ts'

/** Features of Federation 2, and how many of the operations that were tried depend on each. */
export type Coverage = Map<string, number>

/** All of them. */
export const features = [
  '@requires',
  '@requires with arguments',
  '@requires within objects',
  '@requires by fragments',
  '@requires in a chain',
  '@provides',
  '@provides by fragments',
  'a field that is provided somewhere',
  '@override',
  '@override with a label',
  'an @interfaceObject',
  'a field of an @interfaceObject',
  '@shareable',
  'shared roots',
  'a field of union type',
  'a field of interface type',
  'a fragment on an abstract type',
  'an enum',
  'an input by intersection',
  'an entity with several keys',
  'an entity with a nested key',
  'an entity that some only refer to',
  'an @inaccessible key',
  'mutation of one field',
  'mutation of several fields',
  'planned directly',
] as const

/** Counts one operation: the features of the fields and types that it asks for. */
export function count(coverage: Coverage, federation: Federation, operation: Operation): void {
  const asked = featuresAsked(federation, operation.document)
  const direct = isPlannedDirectly(federation, operation) ? ['planned directly'] : []
  for (const feature of [...asked, ...direct])
    coverage.set(feature, (coverage.get(feature) ?? 0) + 1)
}

/** The features of the fields and types that a document asks for. */
export function featuresAsked(
  { model, api }: Pick<Federation, 'model' | 'api'>,
  document: DocumentNode,
): ReadonlySet<string> {
  const found = new Set<string>()
  const info = new TypeInfo(api)
  const chained = new Set(chainsOf(model))
  visit(
    document,
    visitWithTypeInfo(info, {
      Field({ name }) {
        const parent = info.getParentType()
        if (!parent) return
        const types = isAbstractType(parent) ? api.getPossibleTypes(parent) : [parent]
        for (const one of types) {
          const type = model.objects.get(one.name)
          const field = type?.fields.get(name.value)
          if (type && field)
            for (const feature of [...ofField(model, type, field), ...ofType(type)])
              found.add(feature)
          if (field && chained.has(field)) found.add('@requires in a chain')
        }
      },
      InlineFragment() {
        if (isAbstractType(info.getType())) found.add('a fragment on an abstract type')
      },
      OperationDefinition({ operation, selectionSet }) {
        if (operation === OperationTypeNode.MUTATION)
          found.add(
            `mutation of ${selectionSet.selections.length > 1 ? 'several fields' : 'one field'}`,
          )
      },
    }),
  )
  return found
}

function ofField({ abstracts }: Model, { kind: of }: ObjectType, field: Field): readonly string[] {
  const { requires = '', provides, role, resolvedBy, overrides, pending, type } = field
  const provided = [...provides.values()].join()
  const { kind = '', objectIn } = abstracts.get(type) ?? {}
  const checks: readonly (readonly [unknown, string])[] = [
    [requires, '@requires'],
    [requires.includes('('), '@requires with arguments'],
    [requires.includes('{'), '@requires within objects'],
    [requires.includes('...'), '@requires by fragments'],
    [provided, '@provides'],
    [provided.includes('...'), '@provides by fragments'],
    [field.providedBy.size, 'a field that is provided somewhere'],
    [overrides, '@override'],
    [pending, '@override with a label'],
    [role === 'interfaceObject', 'a field of an @interfaceObject'],
    [objectIn, 'an @interfaceObject'],
    [role !== 'key' && resolvedBy.size > 1, '@shareable'],
    [of === 'root' && resolvedBy.size > 1, 'shared roots'],
    [kind, `a field of ${kind} type`],
    [type === 'Mood' || type === 'Side', 'an enum'],
    [
      field.args.some((arg) => arg.type === 'Filter' || arg.type === 'Pick'),
      'an input by intersection',
    ],
  ]
  return checks.flatMap(([holds, feature]) => (holds ? [feature] : []))
}

function ofType({ kind, keys, stubs, fields }: ObjectType): readonly string[] {
  const all = [...keys.values()]
  const checks: readonly (readonly [unknown, string])[] = [
    [all.some((own) => own.length > 1), 'an entity with several keys'],
    [all.flat().some((key) => key.includes('{')), 'an entity with a nested key'],
    [stubs.size, 'an entity that some only refer to'],
    [
      kind === 'entity' &&
        [...fields.values()].some(({ role, inaccessible }) => role === 'key' && inaccessible),
      'an @inaccessible key',
    ],
  ]
  return checks.flatMap(([holds, feature]) => (holds ? [feature] : []))
}

/** Fields that require another which requires others. */
function chainsOf({ objects }: Model): readonly Field[] {
  return [...objects.values()].flatMap(({ fields }) =>
    [...fields.values()].filter(({ requires }) =>
      (requires?.match(/\w+/g) ?? []).some((word) => fields.get(word)?.requires !== undefined),
    ),
  )
}
