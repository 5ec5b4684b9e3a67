import { type Ministry, ministry } from '../kit/ministry.ts'
import { accessCounts } from './access-counts.ts'
import { accessLog } from './access-log.ts'
import { accessSearch } from './access-search.ts'
import { accessedPersons } from './accessed-persons.ts'
import { bulkAlerts } from './bulk-alerts.ts'
import { type ChainReports, noChainReports } from './chain-reports.ts'
import { ministryReaders } from './ministry-readers.ts'

/** Who read what, and whose: over the gateway's audit journal, as its reader; `chains` says whether it is whole. */
export function oversightWith(chains: ChainReports): Ministry {
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
      },
      Person: { accessLog },
    },
  })
}

/** The oversight where nobody checks the journal. */
export const oversight = oversightWith(noChainReports)
