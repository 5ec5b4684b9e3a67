import type { FastifyInstance } from 'fastify'
import type { GatewayConfig } from './config.ts'
import { serveReports } from './http/reports.ts'
import type { House } from './pipeline.ts'
import { openReportsService } from './reports/reports-service.ts'

/** Opens saved reports and their routes, where the gateway has a registry's database and callers. */
export async function serveSaved(
  app: FastifyInstance,
  { reports: config, log }: GatewayConfig,
  { lifecycle, verifyCaller }: House,
  opened: (() => Promise<void>)[],
): Promise<void> {
  if (config === undefined || verifyCaller === undefined) return
  const saved = await openReportsService(config, log)
  opened.push(() => saved.close())
  serveReports(app, { reports: saved.reports, lifecycle, verifyCaller, log })
}
