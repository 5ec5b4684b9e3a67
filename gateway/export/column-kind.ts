import type { GraphQLLeafType } from 'graphql'

/**
 * What a column holds: text; whole numbers of 32 and of 64 bits; binary fractions; a calendar date; an instant;
 * a date and time without a zone; JSON text of a list or of any value.
 */
export type ColumnKind =
  'text' | 'boolean' | 'int' | 'long' | 'float' | 'date' | 'instant' | 'local' | 'json'

const kinds: Readonly<Record<string, ColumnKind>> = {
  Boolean: 'boolean',
  Int: 'int',
  BigInt: 'long',
  Float: 'float',
  Date: 'date',
  DateTime: 'instant',
  LocalDateTime: 'local',
  JSON: 'json',
}

/** The kind of a column of a scalar or enum; of one that is not known, text. */
export function columnKind({ name }: GraphQLLeafType): ColumnKind {
  return Object.hasOwn(kinds, name) ? (kinds[name] ?? 'text') : 'text'
}
