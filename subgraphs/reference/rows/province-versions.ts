import { formerProvinces } from './former-provinces.ts'
import { kindChanges } from './kind-changes.ts'
import { provinces } from './provinces.ts'

/** A code with what it named in [from, to); `to` is null while in force. */
export interface ProvinceVersionRow {
  readonly code: string
  readonly from: string
  readonly to: string | null
  readonly name: string
  readonly kind: 'PROVINCE' | 'CITY'
  readonly successor: string
  readonly legalBasis: string
}

/** The day from which there were 63 units: Hà Tây had joined Hà Nội (Resolution 15/2008/QH12). */
const listOf63 = '2008-08-01'
const listOf34 = '2025-07-01'
const formerCities = new Set(['01', '31', '48', '79', '92'])

/** 63 former units, 34 present ones, and one more row for each change of kind in between or since. */
export const provinceVersions: readonly ProvinceVersionRow[] = [
  ...formerVersions(),
  ...presentVersions(),
]

function formerVersions(): readonly ProvinceVersionRow[] {
  return formerProvinces.flatMap(({ code, name, successor }) => {
    const version = {
      code,
      from: listOf63,
      to: listOf34,
      name,
      kind: formerCities.has(code) ? ('CITY' as const) : ('PROVINCE' as const),
      successor,
      legalBasis: 'Quyết định 124/2004/QĐ-TTg',
    }
    if (code !== '46') return [version]
    // Thừa Thiên Huế became the city of Huế half a year before the mergers and kept its code.
    const cityOn = '2025-01-01'
    const legalBasis = 'Nghị quyết 175/2024/QH15'
    return [
      { ...version, to: cityOn },
      { ...version, from: cityOn, name: 'Huế', kind: 'CITY' as const, legalBasis },
    ]
  })
}

function presentVersions(): readonly ProvinceVersionRow[] {
  return provinces.flatMap(({ code, name, kind }) => {
    const change = kindChanges.find((row) => row.code === code)
    const version = {
      code,
      from: listOf34,
      to: null,
      name,
      kind,
      successor: code,
      legalBasis: 'Quyết định 19/2025/QĐ-TTg',
    }
    if (change === undefined) return [version]
    return [
      { ...version, to: change.on, kind: 'PROVINCE' as const },
      { ...version, from: change.on, legalBasis: change.legalBasis },
    ]
  })
}
