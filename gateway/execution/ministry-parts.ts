import type { GatewayConfig } from '../config.ts'
import { type MinistryWatch, openMinistryWatch } from '../state/ministry-watch.ts'
import { type Breakers, openBreakers } from './breakers.ts'
import { type KeptCatalogues, openKeptCatalogues } from './kept-catalogues.ts'
import { type MinistryPools, openMinistryPools } from './ministry-pools.ts'
import { type MinistryQueues, openMinistryQueues } from './ministry-queue.ts'
import { type RetryBudgets, openRetryBudgets } from './retry.ts'
import { type GatewayMeters, gatewayMeters } from '../telemetry/gateway-meters.ts'

/** What all generations of the supergraph ask ministries with. */
export interface MinistryParts {
  readonly pools: MinistryPools
  readonly watch: MinistryWatch
  readonly queues: MinistryQueues
  readonly breakers: Breakers
  readonly retries: RetryBudgets
  readonly meters: GatewayMeters | undefined
  readonly catalogues: KeptCatalogues
}

const neverOpens = { failures: 0, pauseMs: 1000 }

/** Opens them once for a gateway; the pools are to be closed. */
export function openMinistryParts(config: GatewayConfig): MinistryParts {
  const {
    ministryConnections: atOnce,
    maxMinistryRequests: most,
    breaker,
    retryPercent = 0,
    staleCatalogueMs = 0,
    certificate,
  } = config
  const meters = gatewayMeters(config.telemetry?.metrics)
  return {
    meters,
    pools: openMinistryPools(atOnce, certificate),
    queues: openMinistryQueues({ atOnce, most }),
    watch: openMinistryWatch(undefined, meters?.ministry),
    breakers: openBreakers(breaker ?? neverOpens),
    retries: openRetryBudgets(retryPercent, meters?.askedAgain),
    catalogues: openKeptCatalogues(staleCatalogueMs, undefined, meters?.stale),
  }
}
