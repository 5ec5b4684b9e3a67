/**
 * How much a change asks of those who use what it touches: `breaking` = requests that were answered are
 * refused or answered differently, `dangerous` = a program may be surprised by a value, `safe` = nothing.
 */
export type Severity = 'breaking' | 'dangerous' | 'safe'

/** One difference between two published schemas. */
export interface SchemaChange {
  /** Stable, upper-case: `FIELD_REMOVED`. */
  readonly kind: string
  readonly severity: Severity
  /** Schema coordinate (GraphQL specification, October 2025, 3.14): `Person.phone`, `Query.person(pin:)`. */
  readonly coordinate: string
  /** What it does, beginning with a verb: `removes Person.phone`. */
  readonly message: string
  /** Whoever used one of these is touched; `Type.*` stands for all that lies in a type, `*` for everybody. */
  readonly touches: readonly string[]
}
