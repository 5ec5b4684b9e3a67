import type { Catalogue, Drug, PrescriptionKind } from '../../kit/synthetic/catalogue.ts'
import type { Random } from '../../kit/synthetic/random.ts'
import { weighted } from '../../kit/synthetic/weighted.ts'

export interface Item {
  readonly drugCode: string
  readonly unit: string
  readonly quantity: number
  readonly days: number
  readonly directions: string
}

/** Draws what is on a prescription of a kind. */
export interface Items {
  kind(random: Random): PrescriptionKind
  draw(random: Random, kind: PrescriptionKind, chronic: boolean): Item[]
}

/** Units that are counted by the dose; others (bottles, tubes, inhalers) by the piece. */
const counted = new Set(['viên', 'gói', 'ống', 'miếng dán'])

export function items(catalogue: Catalogue): Items {
  const byKind = new Map<PrescriptionKind, readonly Drug[]>()
  for (const drug of catalogue.drugs) {
    byKind.set(drug.kind, [...(byKind.get(drug.kind) ?? []), drug])
  }
  const shares: readonly (readonly [PrescriptionKind, number])[] = [
    ['C', 93.4],
    ['H', 2.4],
    ['N', 1],
    ['T', 3.2],
  ]
  const kind = weighted(shares.filter(([letter]) => byKind.has(letter)))
  return {
    kind,
    draw(random, letter, chronic) {
      const drugs = byKind.get(letter) ?? []
      const wanted = Math.min(drugs.length, itemCount(random, letter, chronic))
      const chosen = new Set<Drug>()
      while (chosen.size < wanted) chosen.add(drugs[random.below(drugs.length)] as Drug)
      return Array.from(chosen, (drug) => item(random, drug, courseDays(random, letter, chronic)))
    },
  }
}

function itemCount(random: Random, kind: PrescriptionKind, chronic: boolean): number {
  if (kind !== 'C') return 1
  return 1 + random.below(chronic ? 4 : 3)
}

/** Narcotics at most 7 days, psychotropics 10, others 30, and 90 in chronic disease (Circular 26/2025). */
function courseDays(random: Random, kind: PrescriptionKind, chronic: boolean): number {
  if (kind === 'N') return random.between(3, 7)
  if (kind === 'H') return random.between(5, 10)
  if (kind === 'T') return random.between(5, 15)
  if (!chronic) return random.between(3, 10)
  const share = random.unit()
  return share < 0.75 ? 30 : share < 0.9 ? 60 : 90
}

function item(random: Random, { code, unit }: Drug, days: number): Item {
  if (!counted.has(unit)) {
    const quantity = days > 30 ? 2 : 1
    return { drugCode: code, unit, quantity, days, directions: 'Dùng theo lời dặn của bác sĩ' }
  }
  const times = random.between(1, 3)
  const directions = `Ngày dùng ${times} lần, mỗi lần 1 ${unit}`
  return { drugCode: code, unit, quantity: times * days, days, directions }
}
