import type { ModelType } from './model.ts'

/** What a list's columns point at unless told otherwise: the primary key, or a stub's first key. */
export function defaultReferences(type: ModelType): readonly string[] {
  return type.kind === 'table' ? type.key : (type.entityKeys[0] ?? [])
}
