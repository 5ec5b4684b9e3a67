import type { CommuneShare } from '../../kit/synthetic/commune-share.ts'
import type { Random } from '../../kit/synthetic/random.ts'
import { weighted } from '../../kit/synthetic/weighted.ts'
import type { ParcelPlan } from './parcels.ts'

/** A parcel of an organisation or a community. */
export interface OrganisationPlan {
  readonly name: string
  readonly kind: 'ORGANISATION' | 'COMMUNITY'
  readonly uses: ParcelPlan
}

interface Site {
  readonly code: string
  readonly title: string
  /** Square metres. */
  readonly least: number
  readonly most: number
}

/** Every commune has these, whatever the number of people. */
const always: readonly Site[] = [
  { code: 'DGD', title: 'Trường học', least: 2500, most: 12_000 },
  { code: 'TSC', title: 'Ủy ban nhân dân', least: 1500, most: 6000 },
  { code: 'DYT', title: 'Trạm y tế', least: 600, most: 2500 },
]

const further = weighted<Site>([
  [{ code: 'DGD', title: 'Trường học', least: 2500, most: 15_000 }, 26],
  [{ code: 'TMD', title: 'Công ty thương mại', least: 200, most: 6000 }, 22],
  [{ code: 'SKC', title: 'Công ty sản xuất', least: 1500, most: 40_000 }, 22],
  [{ code: 'DVH', title: 'Nhà văn hóa', least: 300, most: 2500 }, 14],
  [{ code: 'DYT', title: 'Phòng khám', least: 300, most: 9000 }, 8],
  [{ code: 'TIN', title: 'Cộng đồng tín ngưỡng', least: 300, most: 4000 }, 8],
])

/** The parcels of the organisations in a commune: three, and one more for every 120 people. */
export function organisationPlans(
  random: Random,
  { commune, share }: CommuneShare,
  people: number,
): OrganisationPlan[] {
  const extra = Math.floor((people * share) / 120)
  const sites = [...always, ...Array.from({ length: extra }, () => further(random))]
  return sites.map(({ code, title, least, most }, at) => ({
    name: `${title} mẫu số ${at + 1}, ${commune.name}`,
    kind: code === 'TIN' ? 'COMMUNITY' : 'ORGANISATION',
    uses: [{ code, tenths: random.between(least * 10, most * 10), longTerm: code !== 'SKC' }],
  }))
}
