import type { ApolloServer } from '@apollo/server'
import type { FastifyInstance } from 'fastify'
import type { VerifyCaller } from '../auth/verify-caller.ts'
import { observe } from '../telemetry/instruments.ts'
import { openInside } from './ask-inside.ts'
import { openScenarioRuns } from './audit/scenario-runs.ts'
import type { GatewayConfig } from './config.ts'
import type { GatewayContext } from './context.ts'
import { serveScenarios } from './http/scenarios.ts'
import type { House } from './begin-request.ts'
import { stepArrivals } from './pipeline.ts'
import { openReviewWatch } from './scenarios/review-watch.ts'

/** Milliseconds before the first look how many emergencies await review, and between two. */
const firstLookMs = 5000
const lookMs = 60_000

/** What scenarios are run with. */
interface Whole {
  /** Its steps take from the caller's rates themselves. */
  readonly house: House
  readonly verifyCaller: VerifyCaller | undefined
  readonly apollo: ApolloServer<GatewayContext>
}

/** Opens the scenarios of the house, where callers are known and what they ask is recorded. */
export function serveHouseScenarios(
  app: FastifyInstance,
  { scenarios, audit, telemetry }: GatewayConfig,
  { house, verifyCaller, apollo }: Whole,
  opened: (() => Promise<void>)[],
): void {
  if (scenarios === undefined || audit === 'off' || verifyCaller === undefined) return
  const { lifecycle, log } = house
  const runs = openScenarioRuns(audit.databaseUrl, audit.personKeys)
  opened.push(() => runs.close())
  serveScenarios(app, {
    scenarios,
    runs,
    lifecycle,
    apollo,
    arrive: stepArrivals(house),
    verifyCaller,
    log,
  })
  if (telemetry?.metrics === undefined) return
  // Of nobody's doing and about nobody: a record of each look would fill the journal.
  const askForAll = openInside({ ...house, audit: undefined, consumers: undefined }, apollo)
  const watch = openReviewWatch({
    askForAll,
    firstMs: firstLookMs,
    everyMs: lookMs,
    now: Date.now,
    log,
  })
  const stopAge = observe(
    telemetry.metrics,
    {
      name: 'lien_thong_emergency_reviews_age_seconds',
      help: 'Time since emergency accesses that await an inspector were counted.',
      labels: [],
    },
    watch.age,
  )
  const stop = observe(
    telemetry.metrics,
    {
      name: 'lien_thong_emergency_reviews',
      help: 'Emergency accesses that await an inspector, and those that are overdue.',
      labels: ['state'],
    },
    watch.reviews,
  )
  opened.push(async () => {
    watch.close()
    stopAge()
    stop()
  })
}
