import { type Ministry, ministry } from '../kit/ministry.ts'
import { accessCounts } from './access-counts.ts'
import { accessLog } from './access-log.ts'
import { accessSearch } from './access-search.ts'
import { accessedPersons } from './accessed-persons.ts'
import { bulkAlerts } from './bulk-alerts.ts'
import { type ChainReports, noChainReports } from './chain-reports.ts'
import { emergencyAccesses } from './emergency-accesses.ts'
import { emergencyReviewCounts } from './emergency-review-counts.ts'
import { ministryReaders } from './ministry-readers.ts'
import { reviewEmergency } from './review-emergency.ts'

/** Hours until which an emergency access is to be reviewed, where nobody says otherwise. */
const usualReviewHours = 72

/**
 * Who read what, and whose: over the gateway's audit journal, as its reader; `chains` says whether it is whole. Findings of
 * reviews are added by another role.
 */
export function oversightWith(chains: ChainReports, reviewHours = usualReviewHours): Ministry {
  const auditChains = () => chains.report()
  return ministry({
    name: 'oversight',
    port: 4006,
    folder: new URL('.', import.meta.url),
    resolvers: {
      Query: {
        accessSearch,
        accessedPersons,
        accessCounts,
        bulkAlerts,
        ministryReaders,
        auditChains,
        emergencyAccesses: emergencyAccesses(reviewHours),
        emergencyReviewCounts: emergencyReviewCounts(reviewHours),
      },
      Mutation: { reviewEmergency },
      Person: { accessLog },
    },
  })
}

/** The oversight where nobody checks the journal. */
export const oversight = oversightWith(noChainReports)
