import type { Logger } from 'pino'
import type { AskInside } from '../ask-inside.ts'
import type { ReportsConfig } from '../config.ts'
import { openReportStore } from './report-store.ts'
import { openReports, type Reports } from './reports.ts'
import { openScheduleStore } from './schedule-store.ts'
import { openScheduler, type Scheduler } from './scheduler.ts'
import { openSchedules, type Schedules } from './schedules.ts'
import { seedReports } from './seed-reports.ts'

/** Saved reports in this process. */
export interface ReportsService {
  readonly reports: Reports
  readonly schedules: Schedules
  readonly seen: Scheduler['seen']
  readonly close: () => Promise<void>
}

/** Opens them, saves those that a house brings along, and runs what is due. The database may be away. */
export async function openReportsService(
  { databaseUrl, seed, ...limits }: ReportsConfig,
  ask: AskInside,
  log: Logger,
): Promise<ReportsService> {
  const store = openReportStore(databaseUrl)
  await seedReports(store, seed, log)
  const reports = openReports(store)
  const kept = openScheduleStore(store.pool)
  const scheduler = openScheduler({ ...limits, store: kept, reports: store, ask, log })
  return {
    reports,
    schedules: openSchedules(reports, kept),
    seen: scheduler.seen,
    async close() {
      await scheduler.close()
      await store.close()
    },
  }
}
