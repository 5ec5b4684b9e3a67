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

/**
 * The invented people that the development issuer signs tokens for: one for each role, under the role's
 * name, scoped to the codes given.
 */
export function personaClaims(persona: Role, codes: PersonaCodes): PersonaClaims {
  const base = { sub: `persona:${persona}`, roles: [persona] }
  switch (persona) {
    case 'citizen':
      return { ...base, pin: codes.citizenPin }
    case 'officer':
      return { ...base, agency: 'population', provinces: [codes.officerProvince] }
    case 'land-officer':
      return { ...base, agency: 'land', provinces: [codes.officerProvince] }
    case 'doctor':
      return { ...base, agency: 'health', facilities: [codes.doctorFacility] }
    case 'pharmacist':
      return { ...base, agency: 'health' }
    case 'school-officer':
      return { ...base, agency: 'education', institutions: [codes.schoolInstitution] }
    case 'analyst':
    case 'publisher':
      return { ...base, agency: 'land' }
    case 'application':
    case 'inspector':
    case 'operator':
      return base
    default:
      return persona satisfies never
  }
}
