import type { FastifyInstance } from 'fastify'
import type { AskInside } from './ask-inside.ts'
import type { GatewayConfig } from './config.ts'
import { serveReports } from './http/reports.ts'
import { serveSchedules } from './http/schedules.ts'
import type { House } from './begin-request.ts'
import { openReportsService } from './reports/reports-service.ts'
import type { WatchedCallers } from './watched-callers.ts'

/** What saved reports are asked with, and by whom. */
interface Whole {
  readonly house: House
  readonly ask: AskInside
  readonly onCaller: WatchedCallers['onCaller'] | undefined
}

/** Opens saved reports, their schedules and routes, where the gateway has a registry's database and callers. */
export async function serveSaved(
  app: FastifyInstance,
  { reports: config, log }: GatewayConfig,
  { house, ask, onCaller }: Whole,
  opened: (() => Promise<void>)[],
): Promise<void> {
  const { verifyCaller, lifecycle, audit } = house
  if (config === undefined || verifyCaller === undefined) return
  const saved = await openReportsService(config, ask, log)
  opened.push(() => saved.close())
  onCaller?.(saved.seen)
  serveReports(app, { reports: saved.reports, lifecycle, verifyCaller, log })
  serveSchedules(app, { schedules: saved.schedules, lifecycle, verifyCaller, audit, log })
}
