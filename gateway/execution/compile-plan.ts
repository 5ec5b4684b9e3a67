import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner'
import { type FetchSite, fetchSites, openDefinitions } from './fetch-site.ts'
import { compileObjectFetch } from './object-fetch.ts'
import { compileErrand, compileRootFetch } from './root-fetch.ts'
import type { Errand, PlanSurroundings, Run, Step } from './run.ts'

export interface CompiledPlan {
  readonly step: Step
  /** Where an object that was fetched once may stand in several places. */
  readonly sharedAt: ReadonlySet<string>
  /** The one errand that the whole plan is; undefined of any other plan. */
  readonly errand?: ((variables: Run['variables']) => Errand) | undefined
}

/**
 * Compiles a plan to a tree of functions, once for each document: what can be known before there is data
 * (which objects may be shared, which requests be merged, what a representation is made of) is settled here.
 * Fails with GRAPHQL_VALIDATION_FAILED for what no plan answers right.
 */
export function compilePlan({ node: plan }: QueryPlan, around: PlanSurroundings): CompiledPlan {
  if (plan === undefined) return { step: async () => {}, sharedAt: new Set() }
  if (plan.kind === 'Subscription') throw new Error('expected a query or a mutation')
  const definitionsOf = openDefinitions()
  const sites = fetchSites(plan, definitionsOf)
  for (const node of sites.keys()) around.checkAsked(node, definitionsOf(node))
  const sharing = [...sites.values()].filter(({ isShared }) => isShared)
  const sharedAt = new Set(sharing.flatMap(({ tops }) => tops))
  const errand = plan.kind === 'Fetch' ? compileErrand(plan) : undefined
  return { step: compile(plan), sharedAt, errand }

  function siteOf(node: FetchNode): FetchSite | undefined {
    const site = sites.get(node)
    return site && { ...site, catalogue: around.catalogueOf(node, definitionsOf(node)) }
  }

  function compile(node: PlanNode): Step {
    switch (node.kind) {
      case 'Sequence':
        return sequence(node.nodes.map(compile))
      case 'Parallel':
        return parallel(node.nodes.map(compile))
      case 'Flatten':
        // The path is part of each fetch's site.
        return compile(node.node)
      case 'Condition':
        throw new Error('expected a plan of an operation without conditions')
      case 'Fetch':
        return fetch(siteOf(node), around)
      case 'Defer':
        throw new Error('expected a plan without @defer')
      default:
        return node satisfies never
    }
  }
}

function fetch(site: FetchSite | undefined, around: PlanSurroundings): Step {
  if (site === undefined) throw new Error('expected a fetch of this plan')
  return site.node.requires === undefined
    ? compileRootFetch(site, around)
    : compileObjectFetch(site, site.node.requires, around)
}

function sequence(steps: readonly Step[]): Step {
  return async (run) => {
    for (const step of steps) await step(run)
  }
}

function parallel(steps: readonly Step[]): Step {
  return async (run) => {
    await Promise.all(steps.map((step) => step(run)))
  }
}
