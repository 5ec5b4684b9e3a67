import type { Role } from '../../auth/role.ts'

const purposes: Readonly<Partial<Record<Role, string>>> = {
  citizen: 'citizen-self',
  officer: 'population-management',
  doctor: 'treatment',
  pharmacist: 'dispensing',
  'land-officer': 'land-registration',
  'school-officer': 'school-records',
  application: 'identity-check',
  inspector: 'access-inspection',
}

/**
 * The purpose that a test's caller names unless the test says otherwise. A caller of several roles names
 * none: a purpose would put the others to rest.
 */
export function defaultPurpose(roles: readonly unknown[]): string | undefined {
  if (roles.length !== 1) return undefined
  return Object.entries(purposes).find(([name]) => name === roles[0])?.[1]
}
