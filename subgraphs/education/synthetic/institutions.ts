import type { Catalogue } from '../../kit/synthetic/catalogue.ts'
import { communeShares, type CommuneShare } from '../../kit/synthetic/commune-share.ts'
import { copyText } from '../../kit/synthetic/copy-text.ts'
import type { Random } from '../../kit/synthetic/random.ts'
import { TableLines } from '../../kit/synthetic/table-lines.ts'
import { weighted, type Draw } from '../../kit/synthetic/weighted.ts'
import type { Level } from './stage.ts'

export interface Institution {
  readonly code: string
  readonly level: Level
  readonly provinceCode: string
  /** Learners by school year, counted while enrolments are made. */
  readonly learners: Map<string, number>
}

export interface Institutions {
  readonly lines: TableLines
  readonly all: readonly Institution[]
  draw(
    random: Random,
    level: Level,
    place: { provinceCode: string; communeCode: string },
  ): Institution
  /** The first of a level in a commune. */
  first(level: Level, communeCode: string): Institution | undefined
}

interface Kind {
  readonly prefix: string
  readonly title: string
  /** Residents for each institution. */
  readonly residents: number
  readonly privateShare: number
  readonly local: boolean
}

const kinds: Readonly<Record<Level, Kind>> = {
  NURSERY: { prefix: 'NT', title: 'Nhà trẻ', residents: 9000, privateShare: 0.45, local: true },
  KINDERGARTEN: {
    prefix: 'MG',
    title: 'Trường mẫu giáo',
    residents: 7000,
    privateShare: 0.2,
    local: true,
  },
  PRIMARY: {
    prefix: 'TH',
    title: 'Trường tiểu học',
    residents: 7000,
    privateShare: 0.03,
    local: true,
  },
  LOWER_SECONDARY: {
    prefix: 'CS',
    title: 'Trường trung học cơ sở',
    residents: 9000,
    privateShare: 0.03,
    local: true,
  },
  UPPER_SECONDARY: {
    prefix: 'PT',
    title: 'Trường trung học phổ thông',
    residents: 30_000,
    privateShare: 0.12,
    local: false,
  },
  CONTINUING: {
    prefix: 'TX',
    title: 'Trung tâm giáo dục thường xuyên',
    residents: 150_000,
    privateShare: 0,
    local: false,
  },
  UNIVERSITY: {
    prefix: 'DH',
    title: 'Trường đại học',
    residents: 300_000,
    privateShare: 0.25,
    local: false,
  },
}

/** Cities whose universities take students from everywhere, with how many they have at least. */
const universityCities: Readonly<Record<string, number>> = {
  '01': 6,
  '79': 6,
  '48': 3,
  '46': 2,
  '92': 2,
}

/** Schools of every level in every commune, higher ones in every province, and more with the people. */
export function institutions(random: Random, catalogue: Catalogue, people: number): Institutions {
  const lines = new TableLines('institution', [
    'code',
    'name',
    'level',
    'ownership',
    'province_code',
    'commune_code',
  ])
  const all: Institution[] = []
  const at = new Map<string, Institution[]>()
  const shares = communeShares(catalogue)
  const add = (level: Level, { province, commune }: CommuneShare, key: string): void => {
    const { prefix, title, privateShare } = kinds[level]
    const stem = prefix + commune.code
    const number = (at.get(stem)?.length ?? 0) + 1
    const code = stem + String(number).padStart(3, '0')
    const ownership = number > 1 && random.chance(privateShare) ? 'PRIVATE' : 'PUBLIC'
    const name = copyText(`${title} mẫu số ${number}, ${commune.name}`)
    lines.add(`${code}\t${name}\t${level}\t${ownership}\t${province.code}\t${commune.code}`)
    const institution = {
      code,
      level,
      provinceCode: province.code,
      learners: new Map<string, number>(),
    }
    all.push(institution)
    for (const index of new Set([stem, prefix + key]))
      at.set(index, [...(at.get(index) ?? []), institution])
  }
  for (const level of Object.keys(kinds) as Level[]) {
    const { residents, local } = kinds[level]
    if (local) {
      for (const part of shares) {
        const count = 1 + Math.min(900, Math.floor((people * part.share) / residents))
        for (let made = 0; made < count; made += 1) add(level, part, part.commune.code)
      }
    } else {
      for (const { code } of catalogue.provinces) {
        const parts = shares.filter(({ province }) => province.code === code)
        const share = parts.reduce((sum, part) => sum + part.share, 0)
        const least =
          level === 'UNIVERSITY' ? (universityCities[code] ?? 1) : level === 'CONTINUING' ? 1 : 2
        const count = least + Math.floor((people * share) / residents)
        for (let made = 0; made < count; made += 1)
          add(level, parts[made % parts.length] as CommuneShare, code)
      }
    }
  }
  const city: Draw<string> = weighted(Object.entries(universityCities))
  return {
    lines,
    all,
    draw(source, level, { provinceCode, communeCode }) {
      const { prefix, local } = kinds[level]
      const away = level === 'UNIVERSITY' && source.chance(0.6)
      const key = local ? communeCode : away ? city(source) : provinceCode
      const found = at.get(prefix + key) ?? []
      const drawn = found[source.below(found.length)]
      if (drawn === undefined) throw new Error(`no institution of level ${level} in ${key}`)
      return drawn
    },
    first: (level, communeCode) => at.get(kinds[level].prefix + communeCode)?.[0],
  }
}
