/** What the generators take from the shared catalogues, so that every code they write is a known one. */
export interface Catalogue {
  readonly provinces: readonly ProvincePlace[]
  readonly drugs: readonly Drug[]
  readonly diagnoses: readonly Diagnosis[]
  readonly landUses: ReadonlySet<string>
}

export interface ProvincePlace {
  readonly code: string
  readonly name: string
  readonly city: boolean
  /** Population of the merger dossiers; used as a weight only. */
  readonly population: number
  /** Two-digit codes of the provinces before the mergers: they begin a personal number. */
  readonly formerCodes: readonly string[]
  readonly communes: readonly CommunePlace[]
}

export interface CommunePlace {
  readonly code: string
  readonly name: string
  readonly kind: 'WARD' | 'COMMUNE' | 'SPECIAL_ZONE'
}

export interface Drug {
  readonly code: string
  readonly unit: string
  readonly ingredient: string
  readonly kind: PrescriptionKind
}

/** Narcotic, psychotropic, other, herbal (Circular 26/2025 and 55/2025/TT-BYT). */
export type PrescriptionKind = 'N' | 'H' | 'C' | 'T'

export interface Diagnosis {
  readonly code: string
  readonly chronic: boolean
}
