import type { ApolloServer } from '@apollo/server'
import type { FastifyInstance } from 'fastify'
import { observe } from '../telemetry/instruments.ts'
import type { VerifyCaller } from '../auth/verify-caller.ts'
import { type AskInside, openInside } from './ask-inside.ts'
import type { GatewayConfig } from './config.ts'
import type { GatewayContext } from './context.ts'
import { serveLive, watcher } from './http/live.ts'
import { openFreshnessWatch } from './live/freshness-watch.ts'
import type { House } from './begin-request.ts'

/** Milliseconds before the first look which indicators are late, and between two. */
const firstLookMs = 5000
const lookMs = 60_000

/** What dashboards are told with. */
interface Whole {
  /** Its verifier counts what a caller takes. */
  readonly house: House
  readonly verifyAgain: VerifyCaller | undefined
  readonly ask: AskInside
  readonly apollo: ApolloServer<GatewayContext>
}

/** Tells dashboards of new observations, where the gateway is told to and has callers. */
export function serveIndicators(
  app: FastifyInstance,
  { live, telemetry, log }: GatewayConfig,
  { house, verifyAgain, ask, apollo }: Whole,
  opened: (() => Promise<void>)[],
): void {
  const { verifyCaller } = house
  if (live === undefined || verifyCaller === undefined || verifyAgain === undefined) return
  const { pollMs, ...limits } = live
  // Of nobody's doing and about nobody: a record of each look would fill the journal. Each dashboard's opening is recorded.
  const askForAll = openInside({ ...house, audit: undefined, consumers: undefined }, apollo)
  const routes = { limits, pollMs, verifyCaller, verifyAgain, ask, askForAll, log }
  const readers = serveLive(app, routes)
  if (telemetry?.metrics === undefined) return
  const { metrics } = telemetry
  const freshness = openFreshnessWatch({
    ask: async (question) => await askForAll(watcher, { ...question, operationName: undefined }),
    firstMs: firstLookMs,
    everyMs: lookMs,
    log,
  })
  const stopLate = observe(
    metrics,
    {
      name: 'lien_thong_indicators_late',
      help: 'Indicators whose newest value was confirmed longer ago than its objective.',
      labels: ['owner'],
    },
    freshness.late,
  )
  const stop = observe(
    metrics,
    {
      name: 'lien_thong_live_readers',
      help: 'Dashboards that are told of observations.',
      labels: [],
    },
    () => [{ labels: {}, value: readers() }],
  )
  opened.push(async () => {
    freshness.close()
    stopLate()
    stop()
  })
}
