/** What a problem's code means, and how to mend it. */
export interface ProblemKind {
  readonly means: string
  readonly mend: string
}

const asDeclared = 'compare it with the table of annotations in docs/schema.md'
const asDatabase =
  'name the table and column as the database has them, and grant them to the reader'
const bothLanguages = '`"Số điện thoại · Telephone number"` above it'

/** Every code that a check of a ministry's schema can answer with; docs/schema.md prints it. */
export const problemCatalogue: Readonly<Record<string, ProblemKind>> = Object.freeze({
  SDL_SYNTAX: { means: 'the file is not GraphQL SDL', mend: 'correct the text at that line' },
  SDL_INVALID: {
    means: 'unknown directive, argument or type, or a duplicate',
    mend: asDeclared,
  },
  TYPE_WITHOUT_SOURCE: {
    means: 'a type has none of `@table`, `@key`, `@resolved`',
    mend: 'say where its rows come from',
  },
  ROOT_WITHOUT_SOURCE: {
    means:
      'a root field has none of `@lookup`, `@exists`, `@resolved`; or a mutation is not `@resolved`, or asks for no permission to write',
    mend: 'say how it is answered',
  },
  ROOT_BROKEN: {
    means: "a root field's type has no table, no `validity` or no `@subject`",
    mend: 'add to the type what the message names',
  },
  CLASS_MISSING: {
    means:
      'a field of a personal record, or an `@exists` about persons, has no `@classified` with a known category',
    mend: 'add `@classified(level: …, category: …)`; docs/purposes.md lists the categories',
  },
  CLASS_TOO_LOW: {
    means: 'a field `@requires` fields of a class that its own does not cover',
    mend: 'classify it as what it is made from: the same category, as sensitive',
  },
  RECORD_KEY_SHOWN: {
    means: 'a field or a join shows the column of the record key',
    mend: 'take the field out, or let it read another column',
  },
  RECORD_KEY_MISSING: {
    means: 'a type about persons (`@subject`) has totals and no `recordKey`',
    mend: 'add the column of record keys (docs/schema.md, Record keys) and name it',
  },
  ACCESS_MISSING: {
    means: 'no access rule covers a type or field, so nobody could read it',
    mend: 'add `@requiresScopes(scopes: [["ministry:record:read"]])` to the type',
  },
  PERMISSION_UNKNOWN: {
    means: '`@requiresScopes` or `@aggregate` names a permission that no role can hold',
    mend: 'name one of docs/roles.md',
  },
  ACCESS_INVALID: {
    means: 'a rule of access names a permission that does not exist',
    mend: 'name one of docs/roles.md, or one of the ministry: `NAME:record:read`',
  },
  LIST_COMPARED: {
    means: 'a list is filtered, ordered, grouped or measured by',
    mend: 'take that annotation away; a list is only answered',
  },
  URL_MISSING: {
    means: 'what is published for the first time names no address',
    mend: 'name the address where the subgraph answers',
  },
  VARIANT_BROKEN: {
    means:
      'the supergraph, or a [variant](registry.md#variants) of it, cannot be loaded; the message says why',
    mend: 'tag what is left out otherwise, or nothing of what it needs',
  },
  URL_NOT_ALLOWED: {
    means:
      "the address is not one that the gateway's operator allows ([registry](registry.md#addresses))",
    mend: 'ask the operator to allow it',
  },
  KEY_MISSING: {
    means: 'an entity (`@key`) names no primary key columns',
    mend: 'add `key: ["…"]` to `@table`; they break ties in every order',
  },
  KEY_NOT_COLUMN: {
    means: '`@key` names a field that is no column',
    mend: 'name a field that reads a column of the table',
  },
  JOIN_MISSING: {
    means: 'a field of another type has no `@join`',
    mend: 'add `@join(columns: ["…"])`',
  },
  JOIN_BROKEN: {
    means: "a join's columns or target do not fit",
    mend: 'name as many columns as the key of the other side has',
  },
  NAME_TAKEN: {
    means:
      'a filtered or measured field has a name that the generated filters, totals or groups need themselves',
    mend: 'call the field otherwise and keep its column by `@column(name: …)`',
  },
  DIMENSION_BROKEN: {
    means: 'a dimension names no field, leads to several rows, or would single out a person',
    mend: 'group by a column, or by a join to one row, that tells nobody apart',
  },
  ROLLUP_BROKEN: {
    means:
      'a rollup names no dimension or measure, lacks a bucket, or its name is taken or too long',
    mend: 'name declared dimensions and measures',
  },
  QUALITY_BROKEN: {
    means:
      'a rule of quality names what is not there, has no valid pattern or bounds, or lacks what its kind needs',
    mend: 'compare it with docs/quality.md',
  },
  PATH_BROKEN: {
    means: 'a `via` path leads nowhere',
    mend: 'name join fields one after the other, within this ministry',
  },
  TABLE_MISSING: {
    means: 'the database has no such table that the reader may see',
    mend: asDatabase,
  },
  COLUMN_MISSING: {
    means: 'the table has no such column that the reader may see',
    mend: asDatabase,
  },
  COLUMN_TYPE: {
    means: "the column's type cannot be read as the field's",
    mend: 'give the field the type of the column',
  },
  COMPOSITION_FAILED: {
    means: 'ministries do not fit together',
    mend: 'see what composition says',
  },
  FIELD_OWNED_TWICE: {
    means: 'more than one ministry answers a field of an entity, `@shareable` or not',
    mend: 'leave it to the ministry that keeps the record; others declare the key alone',
  },
  CHANGES_OTHERS: {
    means:
      'a publish takes a field from another ministry (`@override`), or changes what is said of what others declare: rules, classes, tags',
    mend: 'declare the key alone; the ministry whose permission the shared type names changes it, or takes its field out first',
  },
  REQUIRES_ARGUMENTS: {
    means:
      '`@requires` or `@provides` gives arguments to a field, which common gateways answer wrongly',
    mend: 'let the owner publish a field that needs no argument, and require that one',
  },
  LIST_SIZE_MISSING: {
    means: 'a list of rows does not say how many there may be, so that it cannot be costed',
    mend: 'answer a connection, or add `@listSize(assumedSize: …)` with the usual number of rows',
  },
  NAME_STYLE: {
    means:
      'a type is not in PascalCase, a field or argument not in camelCase, a value not in UPPER_CASE',
    mend: 'rename it; `@column` and `@table` keep the name in the database',
  },
  NAME_NOT_ENGLISH: {
    means: 'a name is Vietnamese without its tone marks',
    mend: 'take the English term of the field; the description keeps the Vietnamese one',
  },
  DESCRIPTION_MISSING: {
    means: 'a type, field, argument or value is not described in Vietnamese and English',
    mend: `write ${bothLanguages}`,
  },
  DEPRECATION_UNDATED: {
    means: 'a deprecation does not say until when',
    mend: 'write `until YYYY-MM-DD` into its reason: `@deprecated(reason: "Dùng phones · Use phones; until 2027-06-30")`',
  },
  CHANGE_BREAKING: {
    means: 'a change of what is published breaks requests of somebody who uses it',
    mend: 'keep it with `@deprecated(reason: "… until YYYY-MM-DD")`, tell those who use it, and remove it when nobody does',
  },
  CHANGE_UNUSED: {
    means: 'a breaking change of what nobody uses; a note, which fails nothing',
    mend: 'nothing to do',
  },
  CHANGE_DANGEROUS: {
    means: 'a change that may surprise a program, such as a new value; a note, which fails nothing',
    mend: 'tell those who use it',
  },
})
