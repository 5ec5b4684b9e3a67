import { type PersonaRole, roles } from '../auth/role.ts'
import { roleTitles } from '../auth/role-title.ts'
import type { PersonaChoice } from '../gateway/http/dev-issuer-parts.ts'
import { persona } from '../subgraphs/kit/synthetic/persona.ts'
import { type SubgraphName, subgraphNames } from './ministry-name.ts'

type Bilingual = PersonaChoice['title']

/** A persona as the development issuer's page names it: a role, for a publisher with its ministry. */
export interface NamedPersona {
  readonly persona: PersonaRole
  readonly agency?: string
}

/** Reads `analyst` or `publisher:land`; undefined for a name that is none. */
export function personaNamed(name: string): NamedPersona | undefined {
  const [role = '', agency, ...more] = name.split(':')
  const found = roles.find((one): one is PersonaRole => one === role)
  if (found === undefined || more.length > 0) return undefined
  if (agency === undefined) return { persona: found }
  const isOurs = found === 'publisher' && subgraphNames.some((one) => one === agency)
  return isOurs ? { persona: found, agency } : undefined
}

const people = { vi: 'Người dân', en: 'Citizens' }
const staff = { vi: 'Cán bộ', en: 'Staff' }
const figures = { vi: 'Phân tích và ứng dụng', en: 'Analysis and applications' }
const ministries = { vi: 'Cơ quan công bố dữ liệu', en: 'Ministries that publish' }
const house = { vi: 'Thanh tra và vận hành', en: 'Inspection and operation' }

const described: Readonly<
  Record<Exclude<PersonaRole, 'publisher'>, readonly [Bilingual, Bilingual]>
> = {
  citizen: [people, { vi: persona.citizenName, en: 'sees her own data in every ministry' }],
  officer: [staff, { vi: 'Hà Nội', en: 'population of one province' }],
  'land-officer': [staff, { vi: 'Hà Nội', en: 'land of one province' }],
  doctor: [staff, { vi: `Cơ sở ${persona.facilityCode}`, en: 'prescriptions of one hospital' }],
  pharmacist: [staff, { vi: 'Theo mã đơn thuốc', en: 'a prescription by its code' }],
  'school-officer': [
    staff,
    { vi: `Trường ${persona.institutionCode}`, en: 'learners of one school' },
  ],
  analyst: [figures, { vi: 'Số liệu cả nước', en: 'totals and groups of the whole country' }],
  application: [figures, { vi: 'Xác minh danh tính', en: 'checks identities' }],
  inspector: [house, { vi: 'Nhật ký truy cập', en: 'who read what, and why' }],
  operator: [house, { vi: 'Tình trạng hệ thống', en: 'how the house is' }],
}

const published: Readonly<Record<SubgraphName, Bilingual>> = {
  reference: { vi: 'Danh mục dùng chung', en: 'Shared catalogues' },
  population: { vi: 'Dân cư', en: 'Population' },
  land: { vi: 'Đất đai', en: 'Land' },
  health: { vi: 'Y tế', en: 'Health' },
  education: { vi: 'Giáo dục', en: 'Education' },
  steering: { vi: 'Chỉ đạo, điều hành', en: 'Steering' },
  oversight: { vi: 'Giám sát truy cập', en: 'Oversight' },
}

/** Whom one may sign in as in development: a persona for each role, a publisher for each ministry. */
export const personaChoices: readonly PersonaChoice[] = Object.freeze(
  roles.flatMap((role): PersonaChoice[] => {
    const title = bilingualTitle(roleTitles[role])
    if (role !== 'publisher') {
      const [group, about] = described[role]
      return [{ id: role, group, title, about }]
    }
    return subgraphNames.map((agency) => ({
      id: `publisher:${agency}`,
      group: ministries,
      title: published[agency],
      about: title,
    }))
  }),
)

function bilingualTitle(title: string): Bilingual {
  const [vi = title, en = vi] = title.split(' · ')
  return { vi, en }
}
