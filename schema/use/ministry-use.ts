import { parse } from 'graphql'
import { deprecatedUntil } from '../check/deprecations.ts'
import { publishedSchema } from '../diff/published-schema.ts'
import { coordinateOwners } from './coordinate-owners.ts'
import type { FieldUse, UseReport } from './field-use.ts'

/** Something deprecated, and who still uses it. */
export interface DeprecatedUse {
  readonly coordinate: string
  readonly reason: string
  /** The day in the reason, `YYYY-MM-DD`. */
  readonly until?: string
  readonly uses: readonly Omit<FieldUse, 'coordinate'>[]
}

/** What a ministry may know of the use of its own. */
export interface MinistryUse extends UseReport {
  readonly deprecated: readonly DeprecatedUse[]
}

/** The part of a report that is about what this ministry answers, by the supergraph that is live. */
export function ministryUse(
  ministry: string,
  supergraphSdl: string,
  report: UseReport,
): MinistryUse {
  const ownersOf = coordinateOwners(parse(supergraphSdl, { noLocation: true }))
  const isOwn = (coordinate: string) => ownersOf(coordinate).includes(ministry)
  const uses = report.uses.filter(({ coordinate }) => isOwn(coordinate))
  const deprecated = deprecatedOf(supergraphSdl)
    .filter(({ coordinate }) => isOwn(coordinate))
    .map((one) => ({
      ...one,
      uses: uses
        .filter(({ coordinate }) => coordinate === one.coordinate)
        .map(({ consumer, requests, lastDay }) => ({ consumer, requests, lastDay })),
    }))
  return { days: report.days, uses, deprecated }
}

function deprecatedOf(supergraphSdl: string): readonly Omit<DeprecatedUse, 'uses'>[] {
  return Object.values(publishedSchema(supergraphSdl).getTypeMap()).flatMap((type) => {
    const members =
      'getValues' in type
        ? type.getValues()
        : 'getFields' in type
          ? Object.values(type.getFields())
          : []
    return members.flatMap(({ name, deprecationReason: reason }) => {
      if (reason === undefined || reason === null) return []
      const until = deprecatedUntil(reason)
      const coordinate = `${type.name}.${name}`
      return [{ coordinate, reason, ...(until === undefined ? {} : { until }) }]
    })
  })
}
