/** Where one ministry's part of an answer came from. */
export interface MinistryProvenance {
  /** Requests sent to the ministry. */
  requests: number
  /** Their durations added up, milliseconds. */
  latencyMs: number
  /** Rows that it read, as it reports. */
  rows: number
  /** SQL statements that it ran, as it reports. */
  statements: number
  /** The earliest moment that its data stands for, as it reports (ISO 8601). */
  asOf?: string
  /** The rollups that it answered from, each with the earliest moment that it stands for. */
  rollups?: RollupProvenance[]
  /** How good its data are as it judged them last, over all its rules; absent where it never did. */
  quality?: QualityProvenance
  /** A part of it was answered before, and not now, when the ministry did not answer. */
  stale?: true
  /** How long ago, of the oldest part, seconds. */
  ageSeconds?: number
}

export interface RollupProvenance {
  readonly name: string
  /** ISO 8601. */
  asOf: string
}

export interface QualityProvenance {
  /** What passes of what was judged, 0 to 1. */
  readonly share: number
  /** Red where a rule of an identifier fails, whatever the share. */
  readonly standing: (typeof standings)[number]
  /** The earliest moment that it stands for (ISO 8601). */
  readonly asOf: string
}

const standings = ['GREEN', 'AMBER', 'RED'] as const

/** Rollups of one ministry that are told. */
const maxRollups = 100

/** Per ministry, in the order first asked. */
export type Provenance = Record<string, MinistryProvenance>

/** Adds one request to a ministry to the provenance; `reported` is its `extensions.provenance`. */
export function noteRequest(
  provenance: Provenance,
  ministry: string,
  latencyMs: number,
  reported: unknown,
): void {
  const noted = (provenance[ministry] ??= { requests: 0, latencyMs: 0, rows: 0, statements: 0 })
  noted.requests++
  noted.latencyMs = Math.round((noted.latencyMs + latencyMs) * 10) / 10
  if (typeof reported !== 'object' || reported === null) return
  const { rows, statements, asOf, rollups, quality } = reported as Readonly<Record<string, unknown>>
  noted.rows += count(rows)
  noted.statements += count(statements)
  for (const one of Array.isArray(rollups) ? rollups : []) noteRollup(noted, one)
  noteQuality(noted, quality)
  if (typeof asOf !== 'string' || Number.isNaN(Date.parse(asOf))) return
  if (noted.asOf === undefined || Date.parse(asOf) < Date.parse(noted.asOf)) noted.asOf = asOf
}

/** Says that a part of the ministry's answer is an earlier one. */
export function noteStale(provenance: Provenance, ministry: string, ageMs: number): void {
  const noted = provenance[ministry]
  if (noted === undefined) return
  noted.stale = true
  noted.ageSeconds = Math.max(noted.ageSeconds ?? 0, Math.ceil(ageMs / 1000))
}

/** The later word counts. */
function noteQuality(noted: MinistryProvenance, reported: unknown): void {
  const { share, standing: said, asOf } = Object(reported) as Partial<Record<string, unknown>>
  const standing = standings.find((one) => one === said)
  if (typeof share !== 'number' || !(share >= 0 && share <= 1) || standing === undefined) return
  if (typeof asOf !== 'string' || Number.isNaN(Date.parse(asOf))) return
  noted.quality = { share: Math.round(share * 1e6) / 1e6, standing, asOf }
}

function noteRollup(noted: MinistryProvenance, reported: unknown): void {
  const { name, asOf } = Object(reported) as { name?: unknown; asOf?: unknown }
  if (typeof name !== 'string' || !/^[\w.]{1,100}$/.test(name)) return
  if (typeof asOf !== 'string' || Number.isNaN(Date.parse(asOf))) return
  const rollups = (noted.rollups ??= [])
  const known = rollups.find((one) => one.name === name)
  if (known === undefined) {
    if (rollups.length < maxRollups) rollups.push({ name, asOf })
  } else if (Date.parse(asOf) < Date.parse(known.asOf)) known.asOf = asOf
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0
}
