import { subgraphName } from '../schema/registry/subgraph-name.ts'

/**
 * Every permission that a role can grant, as an OAuth scope: `ministry:record:act`.
 * `read` opens rows, `stats` opens totals, `verify` opens yes/no answers, `write` changes what is the house's own. A schema names them in
 * `@requiresScopes`; one that is not in this list is refused when a schema is checked.
 */
export const permissions = [
  'reference:catalogue:read',
  'population:person:read',
  'population:person:stats',
  'population:person:verify',
  'population:household:read',
  'population:household:stats',
  'population:quality:read',
  'population:quality:stats',
  'population:agreement:read',
  'land:parcel:read',
  'land:parcel:stats',
  'land:registration:read',
  'land:registration:stats',
  'land:quality:read',
  'land:quality:stats',
  'land:agreement:stats',
  'health:facility:read',
  'health:prescription:read',
  'health:prescription:stats',
  'health:dispense:read',
  'health:dispense:stats',
  'health:quality:read',
  'health:quality:stats',
  'health:agreement:stats',
  'education:institution:read',
  'education:enrolment:read',
  'education:enrolment:stats',
  'education:quality:read',
  'education:quality:stats',
  'education:agreement:stats',
  'steering:catalogue:read',
  'steering:task:read',
  'steering:task:write',
  'oversight:log:read',
  'oversight:access:read',
  'oversight:usage:read',
  'oversight:reader:stats',
  'oversight:review:write',
  'oversight:review:stats',
] as const

/**
 * What any other ministry has, by its own name: `fisheries:catalogue:read` opens rows about nobody,
 * `fisheries:record:read` and `:stats` rows and totals of everything else, `fisheries:quality:stats` how good its data
 * are and `:read` which rows are to be mended, `fisheries:agreement:stats` how far they agree with another's. The role table grants them for all
 * such ministries at once, so that one that is published now needs no change here.
 */
export const standardPermissions = [
  '*:catalogue:read',
  '*:record:read',
  '*:record:stats',
  '*:quality:read',
  '*:quality:stats',
  '*:agreement:stats',
] as const

export type StandardPermission = (typeof standardPermissions)[number]

export type Permission =
  | (typeof permissions)[number]
  | `${string}:catalogue:read`
  | `${string}:record:read`
  | `${string}:record:stats`
  | `${string}:quality:read`
  | `${string}:quality:stats`
  | `${string}:agreement:stats`

const listed: ReadonlySet<string> = new Set(permissions)
/** Ministries whose permissions are all listed. */
const ours: ReadonlySet<string> = new Set(
  permissions.map((name) => name.slice(0, name.indexOf(':'))),
)
const standard: ReadonlySet<string> = new Set(standardPermissions)

/** Whether a schema or a token may name it: it is listed, or another ministry's standard one. */
export function isPermission(name: string): name is Permission {
  return listed.has(name) || standardOf(name) !== undefined
}

/** The standard permission that one of another ministry's is; undefined for those of this house. */
export function standardOf(name: string): StandardPermission | undefined {
  const colon = name.indexOf(':')
  const ministry = name.slice(0, Math.max(0, colon))
  if (ours.has(ministry) || !subgraphName.test(ministry)) return undefined
  const pattern = `*${name.slice(colon)}`
  return standard.has(pattern) ? (pattern as StandardPermission) : undefined
}
