import type { Catalogue, CommunePlace, ProvincePlace } from './catalogue.ts'

/** A commune with the share of the country's people who live there, 0 to 1. */
export interface CommuneShare {
  readonly province: ProvincePlace
  readonly commune: CommunePlace
  readonly share: number
}

/** How the people are spread: provinces by their dossier population, communes by their kind. */
export function communeShares(catalogue: Catalogue): readonly CommuneShare[] {
  const country = catalogue.provinces.reduce((sum, { population }) => sum + population, 0)
  return catalogue.provinces.flatMap((province) => {
    const weights = province.communes.map(({ kind }) => communeWeight(kind, province.city))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return province.communes.map((commune, at) => ({
      province,
      commune,
      share: ((province.population / country) * (weights[at] ?? 0)) / total,
    }))
  })
}

/** Two fifths of the people live in wards; the special zones are small islands, most of them. */
function communeWeight(kind: CommunePlace['kind'], city: boolean): number {
  if (kind === 'SPECIAL_ZONE') return 0.08
  if (kind === 'COMMUNE') return 1
  return city ? 1.1 : 0.5
}
