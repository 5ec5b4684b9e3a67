import { isPermission, type Permission } from './permission.ts'
import { type Grants, grantOf } from './grants.ts'

/**
 * What reading something takes: any one of the alternatives, each a set of permissions that must all be
 * held. `[[]]` = any verified caller; `[]` = nobody. Kept sorted and without superfluous alternatives.
 */
export type Requirement = readonly (readonly Permission[])[]

/** Any verified caller. */
export const anyCaller: Requirement = Object.freeze([Object.freeze([])])
/** Deny by default: what nothing was said about. */
export const nobody: Requirement = Object.freeze([])

/** Reads `[["a:b:read"]]`. Throws when it is not that shape or names an unknown permission. */
export function requirementOf(where: string, value: unknown): Requirement {
  const isShape =
    Array.isArray(value) &&
    value.every((all) => Array.isArray(all) && all.every((name) => typeof name === 'string'))
  if (!isShape) throw new Error(`${where}: expected lists of lists of permissions`)
  for (const name of (value as readonly (readonly string[])[]).flat())
    if (!isPermission(name)) throw new Error(`${where}: unknown permission ${name}`)
  return simplified(value as readonly (readonly Permission[])[])
}

/** What meets both. */
export function both(a: Requirement, b: Requirement): Requirement {
  return simplified(a.flatMap((one) => b.map((other) => [...one, ...other])))
}

/** True when the grants hold every permission of at least one alternative. */
export function isMet(requirement: Requirement, grants: Grants): boolean {
  return requirement.some((all) => all.every((name) => grantOf(grants, name) !== undefined))
}

/** Equal requirements give equal text. */
export function requirementText(requirement: Requirement): string {
  if (requirement.length === 0) return 'nobody'
  return requirement.map((all) => all.join(' & ') || 'any caller').join(' | ')
}

function simplified(alternatives: readonly (readonly Permission[])[]): Requirement {
  const sorted = alternatives
    .map((all) => [...new Set(all)].sort())
    .sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1))
  const kept: (readonly Permission[])[] = []
  for (const all of sorted)
    if (!kept.some((fewer) => fewer.every((name) => all.includes(name))))
      kept.push(Object.freeze(all))
  return Object.freeze(kept)
}
