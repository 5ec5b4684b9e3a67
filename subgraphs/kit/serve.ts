import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { openCompartments } from '../../auth/compartment-table.ts'
import { masksOf } from '../../auth/mask-table.ts'
import type { PersonKeys } from '../../auth/person-keys.ts'
import { purposesOf } from '../../auth/purpose-table.ts'
import type { VerifyMinistryToken } from '../../auth/verify-ministry.ts'
import { answerBudget } from './answer-budget.ts'
import { cursors } from './cursor.ts'
import { openDatabase } from './database.ts'
import { executable } from './executable.ts'
import { httpApp } from './http-app.ts'
import type { Ministry } from './ministry.ts'
import { remembered } from './remembered.ts'
import { openModel, openSource } from './open-source.ts'
import { shownPersons } from './shown-persons.ts'
import { Snapshot } from './snapshot.ts'

export interface ServeOptions {
  readonly ministry: Ministry
  /** Reader's connection URL; never the owner's. */
  readonly databaseUrl: string
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
}

export interface ServedMinistry {
  /** Where the gateway asks. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves a ministry: its annotated schema over its PostgreSQL database, for the gateway's token alone. The
 * model is checked against the database first; a difference stops the start with file, line and column.
 */
export async function serveMinistry(options: ServeOptions): Promise<ServedMinistry> {
  const { ministry, log, host, port, verify, personKeys } = options
  const database = openDatabase({
    url: options.databaseUrl,
    poolSize: options.poolSize,
    applicationName: `lien-thong ${ministry.name}`,
  })
  try {
    const model = openModel(ministry.name, ministry.schemaFile)
    const source = await openSource(model, database)
    const sealer = cursors(options.cursorSecret)
    const hash = remembered(personKeys.person)
    const { schema, classes } = executable(model, ministry.resolvers)
    const app = httpApp({
      schema,
      ministry: ministry.name,
      verify,
      log,
      isReady: () => database.pool.query('SELECT 1').then(Boolean, () => false),
      contextOf: (request, { deadlineAt, signal }) => ({
        source,
        request,
        grants: request.grants,
        purpose: purposesOf(request.caller.roles).find(({ id }) => id === request.purpose),
        compartments: openCompartments(request.caller.roles, request.purpose),
        masks: masksOf(request.caller.roles, request.purpose),
        cursors: sealer,
        budget: answerBudget(),
        persons: shownPersons({ classes, hash }),
        personKeys,
        lookedUp: new Set(),
        shared: new Map(),
        snapshot: new Snapshot({
          database,
          ministry: ministry.name,
          deadlineAt,
          signal,
        }),
      }),
    })
    await app.listen({ host, port })
    const { port: bound } = app.server.address() as AddressInfo
    log.debug({ ministry: ministry.name, port: bound }, 'ministry serves')
    const close = async (): Promise<void> => {
      await app.close()
      await database.close()
    }
    return { url: `http://${host}:${bound}/graphql`, close }
  } catch (error) {
    await database.close()
    throw error
  }
}
