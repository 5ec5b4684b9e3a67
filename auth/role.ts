/** The roles of people and applications; the development issuer has a persona for each. */
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

/** Roles of programs of the house itself: no persona has one, and nobody signs in as one. */
export const serviceRoles = ['reconciler'] as const

/** The roles that an access token may name. A role outside this list grants nothing. */
export const allRoles = [...roles, ...serviceRoles] as const

export type PersonaRole = (typeof roles)[number]
export type Role = (typeof allRoles)[number]

export function isRole(name: string): name is Role {
  return allRoles.some((role) => role === name)
}
