import { ministry } from '../kit/ministry.ts'
import { accessCounts } from './access-counts.ts'
import { accessLog } from './access-log.ts'
import { accessSearch } from './access-search.ts'
import { accessedPersons } from './accessed-persons.ts'
import { bulkAlerts } from './bulk-alerts.ts'

/** Who read what, and whose: over the gateway's audit journal, as its reader. */
export const oversight = ministry({
  name: 'oversight',
  port: 4006,
  folder: new URL('.', import.meta.url),
  resolvers: {
    Query: { accessSearch, accessedPersons, accessCounts, bulkAlerts },
    Person: { accessLog },
  },
})
