/** The roles that an access token may name. A role outside this list grants nothing. */
export const roles = [
  'citizen',
  'officer',
  'doctor',
  'pharmacist',
  'land-officer',
  'school-officer',
  'analyst',
  'application',
  'publisher',
  'inspector',
  'operator',
] as const

export type Role = (typeof roles)[number]

export function isRole(name: string): name is Role {
  return roles.some((role) => role === name)
}
