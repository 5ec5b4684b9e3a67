import type { Role } from '../../auth/role.ts'

const purposes: Readonly<Partial<Record<Role, string>>> = {
  citizen: 'citizen-self',
  officer: 'population-management',
  doctor: 'treatment',
  pharmacist: 'dispensing',
  'land-officer': 'land-registration',
  'school-officer': 'school-records',
  application: 'identity-check',
}

/** The purpose that a test's caller names unless the test says otherwise: that of the first role with one. */
export function defaultPurpose(roles: readonly unknown[]): string | undefined {
  for (const role of roles) {
    const known = Object.entries(purposes).find(([name]) => name === role)
    if (known !== undefined) return known[1]
  }
  return undefined
}
