import type { Role } from './role.ts'

/** Codes of the synthetic data that the personas are about. */
export interface PersonaCodes {
  readonly citizenPin: string
  readonly officerProvince: string
  readonly doctorFacility: string
  readonly schoolInstitution: string
}

/** The claims of a persona's access token that are its own. */
export interface PersonaClaims {
  readonly sub: string
  readonly roles: readonly Role[]
  readonly pin?: string
  readonly agency?: string
  readonly provinces?: readonly string[]
  readonly facilities?: readonly string[]
  readonly institutions?: readonly string[]
}

/** What each persona's token says beside its name and role. */
const own: Readonly<Record<Role, (codes: PersonaCodes) => Omit<PersonaClaims, 'sub' | 'roles'>>> = {
  citizen: ({ citizenPin: pin }) => ({ pin }),
  officer: ({ officerProvince }) => ({ agency: 'population', provinces: [officerProvince] }),
  'land-officer': ({ officerProvince }) => ({ agency: 'land', provinces: [officerProvince] }),
  doctor: ({ doctorFacility }) => ({ agency: 'health', facilities: [doctorFacility] }),
  pharmacist: () => ({ agency: 'health' }),
  'school-officer': ({ schoolInstitution }) => ({
    agency: 'education',
    institutions: [schoolInstitution],
  }),
  analyst: () => ({ agency: 'land' }),
  publisher: () => ({ agency: 'land' }),
  application: () => ({}),
  inspector: () => ({}),
  operator: () => ({}),
  reconciler: () => ({}),
}

/**
 * The invented people that the development issuer signs tokens for: one for each role, under the role's
 * name, scoped to the codes given.
 */
export function personaClaims(persona: Role, codes: PersonaCodes): PersonaClaims {
  return { sub: `persona:${persona}`, roles: [persona], ...own[persona](codes) }
}
