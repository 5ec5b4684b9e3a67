import {
  qualityDocument,
  qualityPlacesDocument,
  worklistDocument,
} from '../../../trusted/quality-documents.ts'
import { askWhole } from '../../api/ask.ts'
import type { SignedIn } from '../../api/session.ts'

export const criteria = ['ACCURACY', 'COMPLETENESS', 'VALIDITY', 'CURRENCY', 'AGREEMENT'] as const
export type Criterion = (typeof criteria)[number]
export type Standing = 'GREEN' | 'AMBER' | 'RED'

/** A whole number of 64 bits: text where it is beyond what a number holds. */
type Count = number | string

export interface Score {
  readonly criterion: Criterion | null
  readonly numerator: Count | null
  readonly denominator: Count | null
  readonly share: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly method: 'FULL' | 'INCREMENTAL' | 'SAMPLE' | null
  readonly asOf: string | null
  readonly standing: Standing | null
  readonly disclosure: { readonly status: string; readonly reason: string | null }
}

export interface Rule {
  readonly code: string
  readonly vi: string
  readonly en: string
  readonly kind: string
  readonly field: string | null
  readonly identifier: boolean
  readonly version: number
  readonly score: Score
}

export interface Table {
  readonly name: string
  readonly rows: Count | null
  readonly worklist: string | null
  readonly score: Score
  readonly criteria: readonly Score[]
  readonly fields: readonly { readonly name: string; readonly score: Score }[]
  readonly rules: readonly Rule[]
}

export interface Quality {
  readonly database: string
  readonly place: string | null
  readonly asOf: string | null
  readonly standing: Standing | null
  readonly failedIdentifiers: readonly string[]
  readonly green: number
  readonly amber: number
  readonly thresholdsFrom: string
  readonly score: Score
  readonly criteria: readonly Score[]
  readonly tables: readonly Table[]
}

export interface PlaceScore {
  readonly code: string
  readonly score: Score
}

export interface Worklist {
  readonly totalCount: Count
  readonly nodes: readonly Readonly<Record<string, string | number | null>>[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** The databases whose quality the caller may see: who speaks for one sees that one. */
export function judgedDatabases({ permissions, agency, roles }: SignedIn): readonly string[] {
  const all = permissions.flatMap((name) => /^([a-z-]+):quality:stats$/.exec(name)?.[1] ?? [])
  const speaks = roles.every(({ id }) => id === 'publisher')
  return speaks ? all.filter((name) => name === agency) : all
}

/** Whether the records that fail a rule are kept: of a comparison with another database only numbers are. */
export function isListed({ kind }: Rule): boolean {
  return kind !== 'AGREES'
}

/** Whether the caller mends records of a database. */
export function mends({ permissions }: SignedIn, database: string): boolean {
  return permissions.includes(`${database}:quality:read`)
}

export async function qualityOf(
  database: string,
  place: string | null,
  signal: AbortSignal,
): Promise<Quality> {
  const variables = place === null ? {} : { grain: 'PROVINCE', place }
  const query = qualityDocument(`${database}Quality`)
  const found = await askWhole<{ readonly quality: Quality }>({ query, variables }, signal)
  return found.quality
}

export interface PlacesWanted {
  readonly database: string
  readonly rule: string | null
  /** The communes of this province; provinces where there is none. */
  readonly province: string | null
}

export async function placesOf(
  { database, rule, province }: PlacesWanted,
  signal: AbortSignal,
): Promise<readonly PlaceScore[]> {
  const found = await askWhole<{ readonly places: readonly PlaceScore[] }>(
    {
      query: qualityPlacesDocument(`${database}QualityPlaces`),
      variables: {
        grain: province === null ? 'PROVINCE' : 'COMMUNE',
        ...(province === null ? {} : { province }),
        ...(rule === null ? {} : { rule }),
      },
    },
    signal,
  )
  return found.places
}

export interface WorklistWanted {
  readonly root: string
  readonly rule: string
  readonly purpose: string
  readonly after: string | null
}

/** A page of the records that fail a rule; null where they were never judged. */
export async function worklistOf(
  { root, rule, purpose, after }: WorklistWanted,
  signal: AbortSignal,
): Promise<Worklist | null> {
  const query = worklistDocument(root)
  if (query === undefined) return null
  const variables = { rule, ...(after === null ? {} : { after }) }
  const found = await askWhole<{ readonly list: Worklist | null }>(
    { query, variables, purpose },
    signal,
  )
  return found.list
}
