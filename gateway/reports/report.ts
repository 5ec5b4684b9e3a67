import type { Role } from '../../auth/role.ts'

/** A text in both languages. */
export interface Localised {
  readonly vi: string
  readonly en: string
}

export const chartKinds = [
  'table',
  'bar',
  'line',
  'area',
  'scatter',
  'heatmap',
  'pyramid',
  'tiles',
] as const

/** A setting of a drawing; a text may be Vietnamese and English. */
type ChartOption = string | number | boolean | null | { readonly vi: string; readonly en: string }

/** How an answer is drawn. Paths are dotted names in `data`; `[]` is a list's every item. */
export interface Chart {
  readonly kind: (typeof chartKinds)[number]
  readonly x?: string | undefined
  readonly y?: readonly string[] | undefined
  readonly series?: string | undefined
  readonly options?: Readonly<Record<string, ChartOption>> | undefined
}

/** A variable of the report's operation. */
export interface Parameter {
  readonly name: string
  /** As GraphQL writes it: `[Date!]!`. */
  readonly type: string
  readonly required: boolean
  /** As JSON; absent where the operation names none. */
  readonly default?: unknown
  readonly label: Localised
}

/** What a version of a report says. */
export interface ReportBody {
  readonly title: Localised
  readonly description: Localised
  readonly document: string
  readonly operation: string | null
  readonly parameters: readonly Parameter[]
  readonly chart: Chart | null
  /** The id of the purpose that it is asked for; null where it reads no record of a person. */
  readonly purpose: string | null
}

/** One version of a report, as it is kept. */
export interface ReportVersion {
  readonly report: string
  readonly version: number
  readonly at: Date
  readonly author: string
  readonly authorAgency: string | null
  readonly message: string | null
  readonly owner: string
  readonly ownerAgency: string | null
  readonly shared: readonly Role[]
  readonly archived: boolean
  readonly body: ReportBody
}

/** Who owns the reports that a house brings along: no caller, since a token's `sub` is never empty. */
export const houseOwner = ''
