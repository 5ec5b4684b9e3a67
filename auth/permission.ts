/**
 * Every permission that a role can grant, as an OAuth scope: `ministry:record:act`.
 * `read` opens rows, `stats` opens totals, `verify` opens yes/no answers. A schema names them in
 * `@requiresScopes`; one that is not in this list is refused when a schema is checked.
 */
export const permissions = [
  'reference:catalogue:read',
  'population:person:read',
  'population:person:stats',
  'population:person:verify',
  'population:household:read',
  'population:household:stats',
  'land:parcel:read',
  'land:parcel:stats',
  'land:registration:read',
  'land:registration:stats',
  'health:facility:read',
  'health:prescription:read',
  'health:prescription:stats',
  'health:dispense:read',
  'health:dispense:stats',
  'education:institution:read',
  'education:enrolment:read',
  'education:enrolment:stats',
  'oversight:log:read',
  'oversight:access:read',
  'oversight:usage:read',
] as const

export type Permission = (typeof permissions)[number]
