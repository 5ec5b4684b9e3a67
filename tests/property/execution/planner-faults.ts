import type { Field, Model } from './model.ts'

function fieldsWithRequires({ objects }: Model): readonly (readonly [Field, readonly Field[]])[] {
  return [...objects.values()].flatMap(({ fields }) =>
    [...fields.values()].flatMap((field) => {
      const words = new Set(field.requires?.match(/\w+/g))
      const required = [...fields.values()].filter(({ name }) => words.has(name))
      return field.requires === undefined ? [] : [[field, required] as const]
    }),
  )
}

/**
 * Whether Apollo's gateway is wrong, without an error, about some `@requires` of the federation: one of
 * fields with arguments (plans give them the name of the same field with others), or of lists of lists of
 * objects (representations hold none of what is in them).
 */
export function stockIsWrongAboutRequires(model: Model): boolean {
  return fieldsWithRequires(model).some(([{ requires }, required]) =>
    required.some(
      ({ args, wrap }) => args.length > 0 || (wrap.startsWith('[[') && requires?.includes('{')),
    ),
  )
}

/** Whether a required field requires others: plans may ask a subgraph for what it declares external. */
export function requiresInChains(model: Model): boolean {
  return fieldsWithRequires(model).some(([, required]) =>
    required.some(({ requires }) => requires !== undefined),
  )
}

/** Whether a field requires something of objects within another. */
export function requiresWithin(model: Model): boolean {
  return fieldsWithRequires(model).some(([{ requires }]) => requires?.includes('{'))
}

/** Names of all fields that others require. */
export function requiredNames(model: Model): ReadonlySet<string> {
  return new Set(
    fieldsWithRequires(model).flatMap(([{ requires }]) => requires?.match(/\w+/g) ?? []),
  )
}
