import { createRandom } from '../../kit/synthetic/random.ts'
import { fixedRows, streams } from '../../kit/synthetic/streams.ts'
import type { World } from '../../kit/synthetic/world.ts'

type Cells = Readonly<Record<string, string | number | boolean | null>>

/** Names are of services that are; codes and figures are invented. */
const named: readonly (readonly [ministry: string, vi: string, en: string])[] = [
  ['population', 'Đăng ký thường trú', 'Registration of permanent residence'],
  ['population', 'Đăng ký tạm trú', 'Registration of temporary residence'],
  ['population', 'Cấp căn cước', 'Issue of an identity card'],
  ['land', 'Đăng ký biến động đất đai', 'Registration of a change of land'],
  ['land', 'Cấp giấy chứng nhận quyền sử dụng đất', 'Issue of a land use certificate'],
  ['land', 'Cung cấp dữ liệu đất đai', 'Supply of land data'],
  ['health', 'Cấp giấy phép hành nghề khám chữa bệnh', 'Licence to practise medicine'],
  ['health', 'Công bố cơ sở đủ điều kiện tiêm chủng', 'Declaration of a vaccination site'],
  ['health', 'Cấp giấy chứng nhận cơ sở bán thuốc', 'Certificate of a pharmacy'],
  ['education', 'Chuyển trường', 'Change of school'],
  ['education', 'Cấp bản sao văn bằng từ sổ gốc', 'Copy of a diploma from the register'],
  ['education', 'Công nhận văn bằng nước ngoài', 'Recognition of a foreign diploma'],
]
const levels = ['COMMUNE', 'PROVINCE', 'PROVINCE'] as const
const onlines = ['FULL', 'PARTIAL', 'FULL', 'NONE'] as const
const shares = { FULL: 0.75, PARTIAL: 0.35, NONE: 0 } as const
const periods = ['2026-08', '2026-09', '2026-10']

/** Procedures of four ministries, and what the provinces received of each in three months. */
export function demoProcedures({ seed, catalogue }: World): {
  readonly procedure: readonly Cells[]
  readonly procedure_month: readonly Cells[]
} {
  const random = createRandom()
  random.restart(seed, streams.steering, fixedRows + 2)
  const procedure = named.map(([ministry, vi, en], at) => ({
    code: `9.${String(at + 1).padStart(6, '0')}`,
    name_vi: vi,
    name_en: en,
    ministry,
    level: levels[at % levels.length] ?? 'PROVINCE',
    online: onlines[at % onlines.length] ?? 'NONE',
    synthetic: true,
  }))
  const months = procedure.flatMap(({ code, online }) =>
    catalogue.provinces.flatMap((province) =>
      periods.map((period) => {
        const received = Math.round((province.population / 2000) * (0.5 + random.unit()))
        const share = Math.min(1, shares[online] * (0.8 + random.unit() * 0.4))
        return {
          procedure_code: code,
          province_code: province.code,
          period,
          received,
          received_online: Math.floor(received * share),
        }
      }),
    ),
  )
  return { procedure, procedure_month: months }
}
