import { Client } from 'pg'
import { personaClaims } from '../../../auth/persona.ts'
import type { Role } from '../../../auth/role.ts'
import type { House } from '../house.ts'

/** One who asks, with a token of an hour. */
export interface Caller {
  readonly token: string
}

/** Those who ask, many of each kind: limits by consumer count each of them apart. */
export type Cast = Readonly<
  Record<'citizen' | 'officer' | 'doctor' | 'school' | 'analyst', readonly Caller[]>
>

const citizens = 400
// Each has a budget of figures a day, which a hundred use up within half an hour.
const analysts = 500
const facilities = 50
const schools = 50

/** Signs tokens for citizens, provinces' officers, hospitals and schools of the data, and for analysts. */
export async function openCast(house: Pick<House, 'ownerUrl' | 'accessToken'>): Promise<Cast> {
  const signed = async (role: Role, sub: string, own: Partial<Codes>): Promise<Caller> => {
    const claims = personaClaims(role, { ...noCodes, ...own })
    return { token: await house.accessToken({ ...claims, sub }) }
  }
  const codesOf = async (database: string, statement: string, most: number) => {
    const client = new Client({ connectionString: house.ownerUrl(database) })
    await client.connect()
    const { rows } = await client.query<{ code: string }>(`${statement} LIMIT ${most}`)
    await client.end()
    return rows.map(({ code }) => code)
  }
  const pins = await codesOf(
    'population',
    'SELECT pin AS code FROM person WHERE deceased_on IS NULL ORDER BY md5(pin)',
    citizens,
  )
  const provinces = await codesOf('reference', 'SELECT code FROM province ORDER BY code', 34)
  const hospitals = await codesOf(
    'health',
    'SELECT facility_code AS code FROM prescription GROUP BY 1 ORDER BY count(*) DESC',
    facilities,
  )
  const institutions = await codesOf(
    'education',
    'SELECT institution_code AS code FROM enrolment GROUP BY 1 ORDER BY count(*) DESC',
    schools,
  )
  const each = async (
    role: Role,
    codes: readonly string[],
    own: (code: string) => Partial<Codes>,
  ): Promise<readonly Caller[]> =>
    await Promise.all(codes.map((code) => signed(role, `bench:${role}:${code}`, own(code))))
  return {
    citizen: await each('citizen', pins, (citizenPin) => ({ citizenPin })),
    officer: await each('officer', provinces, (officerProvince) => ({ officerProvince })),
    doctor: await each('doctor', hospitals, (doctorFacility) => ({ doctorFacility })),
    school: await each('school-officer', institutions, (schoolInstitution) => ({
      schoolInstitution,
    })),
    analyst: await each(
      'analyst',
      Array.from({ length: analysts }, (_, at) => String(at)),
      () => ({}),
    ),
  }
}

type Codes = Parameters<typeof personaClaims>[1]

const noCodes: Codes = {
  citizenPin: '',
  officerProvince: '',
  doctorFacility: '',
  schoolInstitution: '',
}
