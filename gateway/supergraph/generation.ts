import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type DocumentNode, type GraphQLSchema, buildASTSchema, parse } from 'graphql'
import { type SelectionOf, openSelections } from '../audit/selection.ts'
import { type Preparation, openPreparation } from '../document/prepared.ts'
import { type MinistryLine, openMinistries } from '../execution/ask-ministry.ts'
import { openRowLines } from '../execution/ask-rows.ts'
import { type ExecuteRequest, openExecution } from '../execution/execute-request.ts'
import { type Executor, openExecutor } from '../execution/executor.ts'
import type { MinistryParts } from '../execution/ministry-parts.ts'
import type { Mint } from '../execution/mint-with.ts'
import { openCatalogueFetches } from '../execution/catalogue-fetch.ts'
import { directFirst } from '../planning/direct-first.ts'
import type { Planning } from '../planning/planning.ts'
import type { CacheState } from '../state/cache-state.ts'
import { type CoordinateOwners, coordinateOwners } from '../../schema/use/coordinate-owners.ts'
import type { GatewayConfig } from '../config.ts'
import { openCosts } from '../limits/cost.ts'
import { costTableOf } from '../limits/list-sizes.ts'
import { type CostOf, openRequestCosts } from '../limits/request-cost.ts'
import { type DocumentUseOf, openDocumentUse } from '../use/document-use.ts'
import { type Access, openAccess } from './access.ts'
import type { LoadedMinistry } from './load-supergraph.ts'
import { loadedSupergraph } from './loading.ts'
import { ministryPermissions } from './ministry-permissions.ts'
import { withoutSecurityLinks } from './security-links.ts'
import { warmSchemas } from './warm-schemas.ts'
import { openWarming, type WarmedFrom } from './warming.ts'

/** One supergraph and everything made from it. Never changed; another supergraph is another generation. */
export interface Generation {
  /** SHA-256 of the supergraph's text, hexadecimal. */
  readonly id: string
  /** What clients may query; no resolvers. */
  readonly schema: GraphQLSchema
  readonly supergraph: string
  readonly ministries: readonly string[]
  /** The rules; absent when the gateway runs open. */
  readonly access: Access | undefined
  /** What an operation selects, for the audit journal. */
  readonly selectionOf: SelectionOf
  /** What an operation uses, for the counts of use. */
  readonly useOf: DocumentUseOf
  /** The ministries that answer for a field. */
  readonly ownersOf: CoordinateOwners
  /** What an operation may answer at most, against the budget of its caller. */
  readonly costOf: CostOf
  /** Reads a document as callers with these permissions see the schema. */
  readonly prepare: Preparation['prepare']
  readonly execute: ExecuteRequest
  /** Operations that were planned, the most used first. */
  readonly mostUsed: Executor['mostUsed']
  /**
   * Makes what is used on another generation before it is asked for, as far as it fits this one: callers' schemas, and
   * plans; answers how many plans.
   */
  readonly warm: (from: WarmedFrom) => Promise<number>
  /** What it keeps for requests to come. */
  readonly caches: () => readonly CacheState[]
  dispose(): Promise<void>
}

export interface GenerationParts extends MinistryParts {
  readonly config: GatewayConfig
  /** Signs a ministry's token for a request; absent when the gateway runs open. */
  readonly mint: Mint | undefined
  readonly planning: Planning
}

/** Characters of an answer, at most, whatever the setting: two of them are still a string for V8 (2^29 - 24). */
const longestText = 2 ** 28

/**
 * A ministry that was silent for so long, milliseconds, when the request's time ended may be frozen. Less than
 * catalogues are waited for.
 */
const maxLateMs = 900

/** SHA-256 of a supergraph's text, hexadecimal. */
export function generationId(supergraph: string): string {
  return createHash('sha256').update(supergraph).digest('hex')
}

/**
 * Loads a supergraph. The access rules are read first, from the text as it is: a supergraph whose rules
 * cannot be read is not served. Throws an Error that says what is wrong with it.
 */
export async function openGeneration(
  supergraph: string,
  {
    config,
    pools,
    queues,
    watch,
    breakers,
    retries,
    meters,
    catalogues,
    mint,
    planning,
  }: GenerationParts,
): Promise<Generation> {
  const document = parse(supergraph)
  const servable = withoutSecurityLinks(supergraph, document)
  // Each step takes some tens of milliseconds of a large supergraph; between them requests go on.
  await nextTurn()
  const loaded = await loadedSupergraph(servable)
  const lines = linesOf(loaded.ministries, document, { config, mint })
  const schema = await schemaOf(loaded.api)
  const useOf = openDocumentUse(schema)
  const access = config.access === 'open' ? undefined : await openAccess(document, schema)
  const stopWarming = access && config.warm === true ? warmSchemas(access) : undefined
  const { sharing = true } = config
  const maxLength = Math.min(config.maxAnswerBytes, longestText)
  // Last of what may fail: nobody would close it.
  const planner = directFirst(document, await planning.open(servable), meters?.plan)
  const costs = costTableOf(document)
  const executorParts = {
    schema,
    supergraph: document,
    planner,
    maxLength,
    weights: costs.weights,
    ...(access ? { catalogueOf: openCatalogueFetches(document) } : {}),
  }
  const { execute, errandOf, mostUsed, planAhead, cache } = openExecutor(executorParts)
  await nextTurn()
  const ministries = {
    lines,
    pools,
    watch,
    breakers,
    retries,
    catalogues,
    lateMs: Math.min(maxLateMs, config.deadlineMs / 3),
    maxAnswerBytes: config.maxAnswerBytes,
    queues,
    sharing,
    personKeys: config.audit === 'off' ? undefined : config.audit.personKeys,
    log: config.log,
  }
  const ask = openMinistries(ministries)
  const askRows = openRowLines(ministries)
  const { prepare, adopt, caches } = openPreparation(config.limits)
  return Object.freeze({
    id: generationId(supergraph),
    schema,
    supergraph,
    ministries: Object.freeze([...lines.keys()].sort()),
    access,
    selectionOf: openSelections(document, schema, useOf),
    useOf,
    ownersOf: coordinateOwners(document),
    costOf: openRequestCosts(openCosts(schema, costs), config.limits.costBudgets),
    prepare,
    execute: openExecution({ execute, errandOf }, { ask, askRows }, { sharing }),
    mostUsed,
    warm: openWarming({ schema, access, adopt, planAhead }),
    caches: () => [cache(), ...caches()],
    dispose: async () => {
      stopWarming?.()
      await planner.close()
    },
  })
}

/** The schema of an API's SDL, which was printed from a valid one. */
async function schemaOf(api: string): Promise<GraphQLSchema> {
  const document = parse(api, { noLocation: true })
  await nextTurn()
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })
  await nextTurn()
  return schema
}

function linesOf(
  ministries: readonly LoadedMinistry[],
  supergraph: DocumentNode,
  { config, mint }: Pick<GenerationParts, 'config' | 'mint'>,
): ReadonlyMap<string, MinistryLine> {
  const namedPermissions = ministryPermissions(supergraph)
  return new Map(
    ministries.map(({ name, url }) => {
      const permissions = namedPermissions.get(name) ?? []
      const line: MinistryLine = {
        url: addressOf(name, config.ministryUrls[name] ?? url),
        tokenFor: mint && ((asker) => mint(asker, name, permissions)),
      }
      return [name, line]
    }),
  )
}

function addressOf(ministry: string, url: string | undefined): URL {
  if (url === undefined || !URL.canParse(url))
    throw new Error(`ministry ${ministry}: expected an address, got ${JSON.stringify(url ?? '')}`)
  const address = new URL(url)
  if (address.protocol !== 'http:' && address.protocol !== 'https:')
    throw new Error(`ministry ${ministry}: expected an http(s) address, got ${url}`)
  return address
}
