import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { openCompartments } from '../../auth/compartment-table.ts'
import { masksOf } from '../../auth/mask-table.ts'
import type { PersonKeys } from '../../auth/person-keys.ts'
import { purposesOf } from '../../auth/purpose-table.ts'
import type { VerifyMinistryToken } from '../../auth/verify-ministry.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import { answerBudget } from './answer-budget.ts'
import { cursors } from './cursor.ts'
import { type Database, openDatabase } from './database.ts'
import { disclosureDesk, type ProfileOf } from './disclosure/desk.ts'
import type { SharedCounts } from './disclosure/shared-counts.ts'
import type { MinistryTls } from './certified-server.ts'
import { executable } from './executable.ts'
import { type HealthPort, openHealthPort } from './health-port.ts'
import { httpApp } from './http-app.ts'
import type { Ministry } from './ministry.ts'
import { remembered } from './remembered.ts'
import { openModel, openSource } from './open-source.ts'
import { QualityBook } from './quality/quality-book.ts'
import { qualityPlans } from './quality/quality-plan.ts'
import { type QualityThresholds, usualThresholds } from './quality/quality-score.ts'
import { shownPersons } from './shown-persons.ts'
import { compileRollups } from './rollup/compile-rollups.ts'
import { RollupBook, type RollupBookOptions } from './rollup/rollup-book.ts'
import { type MinistryTelemetry, ministryTelemetry } from './telemetry/ministry-telemetry.ts'
import { Snapshot } from './snapshot.ts'
import type { Source } from './source.ts'
import { openWriter } from './writer.ts'

export interface ServeOptions {
  readonly ministry: Ministry
  /** Reader's connection URL, never the owner's; several, of a primary and its replicas, separated by blanks. */
  readonly databaseUrl: string
  /** Milliseconds that a replica among several may be behind. */
  readonly maxLagMs?: number
  /** The same database as the role that adds the ministry's own changes; absent: it is read alone. */
  readonly writerUrl?: string | undefined
  /** Connections kept to the database, at most. */
  readonly poolSize: number
  readonly verify: VerifyMinistryToken
  /** Shared by all replicas of the ministry, so that a cursor works at each. */
  readonly cursorSecret: Uint8Array
  /** Make the keyed hashes under which the gateway's journal knows persons. */
  readonly personKeys: PersonKeys
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly log: Logger
  /** Who is under which rules of disclosure; the reviewed table of auth/ unless a test measures without. */
  readonly profileOf?: ProfileOf
  /** Where it is absent, every answer comes from the tables themselves. */
  readonly rollups?: RollupUse
  /** From where on shares of quality are green or amber. */
  readonly qualityThresholds?: QualityThresholds
  /** By which replicas count budgets of disclosure control together; each for itself, when absent. */
  readonly sharedCounts?: SharedCounts
  /** Callers show a certificate; plain HTTP where it is absent. */
  readonly tls?: MinistryTls | undefined
  /** Where `/live` and `/ready` answer without TLS too; nowhere, where it is absent. */
  readonly healthPort?: number | undefined
  /** Metrics and traces; absent where nobody listens. */
  readonly telemetry?: Telemetry
  /** Milliseconds from which a statement is logged as slow; absent: none is. */
  readonly slowStatementMs?: number
}

export type RollupUse = Pick<RollupBookOptions, 'maxAgeMs' | 'checkMs'>

export interface ServedMinistry {
  /** Where the gateway asks. */
  readonly url: string
  /** Takes notice of rollups that were filled and quality that was judged just now, as it does by itself every so often. */
  readonly lookAtRollups: () => Promise<void>
  /** From now on `/ready` says no, and answers ask for new connections; everything is still answered. */
  readonly leave: () => void
  close(): Promise<void>
}

const neverUsed: RollupUse = { maxAgeMs: 0, checkMs: 0 }
/** Quality that another process judged is told after this time at the latest, where rollups say no other: milliseconds. */
const qualityCheckMs = 60_000

/**
 * Serves a ministry: its annotated schema over its PostgreSQL database, for the gateway's token alone. The
 * model is checked against the database first; a difference stops the start with file, line and column.
 */
export async function serveMinistry(options: ServeOptions): Promise<ServedMinistry> {
  const { ministry, log, host, port, verify, personKeys } = options
  const database = openDatabase({
    url: options.databaseUrl,
    poolSize: options.poolSize,
    ...(options.maxLagMs === undefined ? {} : { maxLagMs: options.maxLagMs }),
    applicationName: `lien-thong ${ministry.name}`,
  })
  let books: Books | undefined
  const writer =
    options.writerUrl === undefined ? undefined : openWriter(options.writerUrl, ministry.name)
  let listening: FastifyInstance | undefined
  let health: HealthPort | undefined
  let isLeaving = false
  let telling: MinistryTelemetry | undefined
  try {
    const model = openModel(ministry.name, ministry.schemaFile)
    const source = await openSource(model, database)
    const disclosure = disclosureDesk(options.profileOf, options.sharedCounts)
    const opened = await openBooks(options, source, database)
    books = opened
    const { rollups, quality } = opened
    const told = ministryTelemetry({
      ...options.telemetry,
      ministry: ministry.name,
      pool: database.pool,
      rollups,
      quality,
      slowStatementMs: options.slowStatementMs,
      log: log.child({ ministry: ministry.name }),
    })
    telling = told
    const sealer = cursors(options.cursorSecret)
    const hash = remembered(personKeys.person)
    const { schema, classes } = executable(model, ministry.resolvers)
    // A stream's persons come once: to remember them costs more than to hash them.
    const newPersons = () => shownPersons({ classes, hash: personKeys.person })
    const app = httpApp({
      schema,
      ministry: ministry.name,
      verify,
      log,
      tls: options.tls,
      isLeaving: () => isLeaving,
      newPersons,
      hasSeveral: database.hasSeveral,
      isReady: () => database.pool.query('SELECT 1').then(Boolean, () => false),
      tell: told,
      contextOf: (request, { requestId, deadlineAt, signal, statements, trace }) => ({
        source,
        requestId,
        write: writer && ((statement) => writer.write(statement, deadlineAt)),
        request,
        grants: request.grants,
        purpose: purposesOf(request.caller.roles).find(({ id }) => id === request.purpose),
        compartments: openCompartments(request.caller.roles, request.purpose),
        masks: masksOf(request.caller.roles, request.purpose),
        cursors: sealer,
        budget: answerBudget(),
        persons: shownPersons({ classes, hash }),
        personKeys,
        disclosure,
        meters: told.meters,
        trace,
        lookedUp: new Set(),
        shared: new Map(),
        rollups: rollups.usable,
        usedRollups: new Map(),
        quality,
        snapshot: new Snapshot({
          database,
          ministry: ministry.name,
          deadlineAt,
          signal,
          watch: statements,
        }),
      }),
    })
    listening = app
    await app.listen({ host, port })
    const { port: bound } = app.server.address() as AddressInfo
    if (options.healthPort !== undefined)
      health = await openHealthPort({ host, port: options.healthPort, answer: healthOf(app) })
    log.debug({ ministry: ministry.name, port: bound }, 'ministry serves')
    const close = async (): Promise<void> => {
      opened.close()
      told.close()
      await app.close()
      await health?.close()
      await writer?.close()
      await database.close()
    }
    const leave = (): void => {
      isLeaving = true
    }
    const scheme = options.tls === undefined ? 'http' : 'https'
    const url = `${scheme}://${host}:${bound}/graphql`
    return { url, lookAtRollups: opened.look, leave, close }
  } catch (error) {
    await listening?.close()
    await health?.close()
    books?.close()
    telling?.close()
    await writer?.close()
    await database.close()
    throw error
  }
}

/** What is known of the tables that the owner fills beside the ministry's own. */
interface Books {
  readonly rollups: RollupBook
  readonly quality: QualityBook
  readonly look: () => Promise<void>
  readonly close: () => void
}

async function openBooks(
  { ministry, log, rollups: use, qualityThresholds }: ServeOptions,
  source: Source,
  { pool }: Database,
): Promise<Books> {
  const told = log.child({ ministry: ministry.name })
  const rollups = await RollupBook.open({
    rollups: use === undefined ? new Map() : compileRollups(source),
    pool,
    log: told,
    ...(use ?? neverUsed),
  })
  const quality = await QualityBook.open({
    plans: qualityPlans(source.model),
    pool,
    log: told,
    thresholds: qualityThresholds ?? usualThresholds,
    checkMs: use?.checkMs ?? qualityCheckMs,
  })
  return {
    rollups,
    quality,
    look: async () => {
      await Promise.all([rollups.look(), quality.look()])
    },
    close: () => {
      rollups.close()
      quality.close()
    },
  }
}

const healthPaths: ReadonlySet<string> = new Set(['/live', '/ready'])

/** What the ministry itself says under its paths of health. */
function healthOf(app: FastifyInstance) {
  return async (path: string) => {
    if (!healthPaths.has(path)) return undefined
    const { statusCode, body } = await app.inject({ method: 'GET', url: path })
    return { status: statusCode, text: body }
  }
}
