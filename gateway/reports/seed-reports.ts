import type { Logger } from 'pino'
import { queryOf, searchText } from './reports.ts'
import { parametersOf } from './parameters-of.ts'
import { houseOwner } from './report.ts'
import type { NewReport } from './report-shape.ts'
import type { ReportStore } from './report-store.ts'

/** A report that a house brings along. */
export interface SeedReport extends NewReport {
  readonly id: string
}

/**
 * Saves the reports that a house brings along where they are missing, or where the house itself saved another
 * version last; whatever others changed stays. A database that is away is logged, and nothing is saved.
 */
export async function seedReports(
  store: ReportStore,
  seed: readonly SeedReport[],
  log: Logger,
): Promise<void> {
  try {
    for (const report of seed) await seeded(store, report)
  } catch (error) {
    log.error({ err: error }, 'reports: those of the house are not saved; the database failed')
  }
}

async function seeded(
  store: ReportStore,
  { id, labels, shared, ...rest }: SeedReport,
): Promise<void> {
  const query = queryOf(rest.document)
  const body = {
    title: rest.title,
    description: rest.description,
    document: rest.document,
    operation: query.name?.value ?? null,
    parameters: parametersOf(query, labels),
    chart: rest.chart,
    purpose: rest.purpose,
  }
  const newest = await store.find(id)
  if (newest !== undefined) {
    const isSame = JSON.stringify([newest.body, newest.shared]) === JSON.stringify([body, shared])
    if (isSame || newest.owner !== houseOwner || newest.author !== houseOwner) return
  }
  await store.add({
    report: id,
    base: newest?.version ?? 0,
    author: houseOwner,
    authorAgency: null,
    message: null,
    owner: houseOwner,
    ownerAgency: null,
    shared,
    archived: false,
    search: searchText(id, body),
    body,
  })
}
