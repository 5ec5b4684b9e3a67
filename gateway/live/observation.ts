/** A new observation of an indicator, as it is told to dashboards: the fields of the type Observation. */
export interface LiveObservation {
  readonly id: string
  readonly indicatorCode: string
  readonly areaCode: string
  /** ISO 8601, to the microsecond. */
  readonly recordedAt: string
  readonly [field: string]: unknown
}

const fields = `id indicatorCode areaCode period periodStart revision value numerator denominator status state reason asOf
  recordedAt synthetic`

/** What was stored later than one moment, or since another, the oldest first. */
export const storedSince = `query LiveObservations($later: DateTime, $since: DateTime, $indicators: [ID!], $areas: [ID!], $first: Int!, $after: String) {
  observations(
    where: { recordedAt: { gt: $later, gte: $since }, indicatorCode: { in: $indicators }, areaCode: { in: $areas } }
    orderBy: [{ field: RECORDED_AT }, { field: ID }]
    first: $first
    after: $after
  ) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }
}`

/** What was stored last. */
export const storedLast = `query LiveBeginning {
  observations(orderBy: [{ field: RECORDED_AT, direction: DESC }, { field: ID }], first: 1) { nodes { ${fields} } }
}`
