import type { Catalogue } from '../../kit/synthetic/catalogue.ts'
import { communeShares, type CommuneShare } from '../../kit/synthetic/commune-share.ts'
import { copyText } from '../../kit/synthetic/copy-text.ts'
import type { Random } from '../../kit/synthetic/random.ts'
import { TableLines } from '../../kit/synthetic/table-lines.ts'
import { anyOf, type Draw } from '../../kit/synthetic/weighted.ts'

/** A facility or a pharmacy, with what a row about it repeats. */
export interface HealthPlace {
  readonly code: string
  /** Province and commune, as two columns. */
  readonly where: `${string}\t${string}`
}

/** Where people are treated and buy medicines. */
export interface HealthPlaces {
  readonly tables: readonly [TableLines, TableLines]
  readonly byCode: ReadonlyMap<string, HealthPlace>
  /** A station, clinic or hospital for somebody who lives there. */
  facility(random: Random, provinceCode: string, communeCode: string): HealthPlace
  pharmacy(random: Random, communeCode: string): HealthPlace
}

/** Hospitals to which people come from every province. */
const central = ['01', '79', '46']

/** A hospital a province, a station and two pharmacies a commune, and more with the people. */
export function healthPlaces(catalogue: Catalogue, people: number): HealthPlaces {
  const facilities = new TableLines('facility', [
    'code',
    'name',
    'kind',
    'province_code',
    'commune_code',
  ])
  const pharmacies = new TableLines('pharmacy', ['code', 'name', 'province_code', 'commune_code'])
  const byCode = new Map<string, HealthPlace>()
  const shares = communeShares(catalogue)
  const add = (code: string, name: string, kind: string, { province, commune }: CommuneShare) => {
    const where = `${province.code}\t${commune.code}` as const
    facilities.add(`${code}\t${copyText(name)}\t${kind}\t${where}`)
    const place = { code, where }
    byCode.set(code, place)
    return place
  }
  const hospitals = new Map<string, Draw<HealthPlace>>()
  const clinics = new Map<string, Draw<HealthPlace>>()
  const stations = new Map<string, HealthPlace>()
  const shops = new Map<string, Draw<HealthPlace>>()
  for (const { code, name } of catalogue.provinces) {
    const parts = shares.filter(({ province }) => province.code === code)
    const residents = people * parts.reduce((sum, { share }) => sum + share, 0)
    const several = (count: number, from: number, kind: string, title: string): HealthPlace[] =>
      Array.from({ length: Math.min(count, 290) }, (_, at) => {
        const number = String(from + at).padStart(3, '0')
        const part = parts[at % parts.length] as CommuneShare
        return add(code + number, `${title} mẫu số ${at + 1}, ${name}`, kind, part)
      })
    hospitals.set(
      code,
      anyOf(several(1 + Math.floor(residents / 60_000), 1, 'HOSPITAL', 'Bệnh viện đa khoa')),
    )
    clinics.set(
      code,
      anyOf(several(1 + Math.floor(residents / 15_000), 301, 'CLINIC', 'Phòng khám đa khoa')),
    )
    parts.forEach((part, at) => {
      const number = String(601 + at).padStart(3, '0')
      const title = `Trạm y tế mẫu, ${part.commune.name}`
      stations.set(part.commune.code, add(code + number, title, 'HEALTH_STATION', part))
      shops.set(part.commune.code, anyOf(pharmaciesOf(pharmacies, part, people)))
    })
  }
  const drawn = (from: ReadonlyMap<string, Draw<HealthPlace>>, key: string, random: Random) => {
    const draw = from.get(key)
    if (draw === undefined) throw new Error(`no place of treatment or pharmacy in ${key}`)
    return draw(random)
  }
  return {
    tables: [facilities, pharmacies],
    byCode,
    facility(random, provinceCode, communeCode) {
      const chance = random.unit()
      const station = stations.get(communeCode)
      if (chance < 0.34 && station !== undefined) return station
      if (chance < 0.5) return drawn(clinics, provinceCode, random)
      if (chance < 0.95) return drawn(hospitals, provinceCode, random)
      return drawn(hospitals, central[random.below(central.length)] ?? provinceCode, random)
    },
    pharmacy: (random, communeCode) => drawn(shops, communeCode, random),
  }
}

function pharmaciesOf(
  lines: TableLines,
  { province, commune, share }: CommuneShare,
  people: number,
): HealthPlace[] {
  return Array.from({ length: 2 + Math.floor((people * share) / 2500) }, (_, at) => {
    const code = `P${commune.code}${String(at + 1).padStart(4, '0')}`
    const where = `${province.code}\t${commune.code}` as const
    lines.add(`${code}\t${copyText(`Nhà thuốc mẫu số ${at + 1}, ${commune.name}`)}\t${where}`)
    return { code, where }
  })
}
