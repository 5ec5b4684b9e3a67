import type { PersonaCodes } from '../auth/persona.ts'
import { persona } from '../subgraphs/kit/synthetic/persona.ts'

/** The personas of the synthetic data, as the development issuer names them. */
export const personaCodes: PersonaCodes = Object.freeze({
  citizenPin: persona.citizenPin,
  officerProvince: persona.provinceCode,
  doctorFacility: persona.facilityCode,
  schoolInstitution: persona.institutionCode,
})
