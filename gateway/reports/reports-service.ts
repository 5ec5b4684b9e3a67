import type { Logger } from 'pino'
import type { ReportsConfig } from '../config.ts'
import { openReportStore } from './report-store.ts'
import { openReports, type Reports } from './reports.ts'
import { seedReports } from './seed-reports.ts'

/** Saved reports in this process. */
export interface ReportsService {
  readonly reports: Reports
  readonly close: () => Promise<void>
}

/** Opens them, and saves those that a house brings along. The database may be away. */
export async function openReportsService(
  { databaseUrl, seed }: ReportsConfig,
  log: Logger,
): Promise<ReportsService> {
  const store = openReportStore(databaseUrl)
  await seedReports(store, seed, log)
  return { reports: openReports(store), close: () => store.close() }
}
