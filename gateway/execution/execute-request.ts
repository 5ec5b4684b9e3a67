import { OperationTypeNode, getOperationAST } from 'graphql'
import { type Masks, wholeMasks } from '../../auth/mask.ts'
import { masksOf } from '../../auth/mask-table.ts'
import type { Asker, openMinistries } from './ask-ministry.ts'
import type { RowFeed } from '../export/row-feed.ts'
import type { AskRows } from './ask-rows.ts'
import { MinistryError } from './ministry-error.ts'
import type { Errand } from './run.ts'
import type { Asked, Executed, Executor } from './executor.ts'
import { openFlights } from './flights.ts'

/** Executes what a request asks: the answer, and in the request's state where it is from and about whom. */
export type ExecuteRequest = (
  asker: Asker,
  asked: Pick<Asked, 'document' | 'operationName' | 'variables'>,
) => Promise<Executed>

export interface ExecutionOptions {
  /** Identical operations in flight are executed once. */
  readonly sharing: boolean
}

/** How ministries are asked: for an answer, or for the rows of a file. */
export interface Ministries {
  readonly ask: ReturnType<typeof openMinistries>
  readonly askRows: AskRows
}

/** Opens the execution of requests; identical queries of one caller in flight share theirs. */
export function openExecution(
  { execute, errandOf }: Pick<Executor, 'execute' | 'errandOf'>,
  { ask, askRows }: Ministries,
  { sharing }: ExecutionOptions,
): ExecuteRequest {
  const share = openFlights<Executed>()
  return async (asker, { document, operationName, variables: given }) => {
    const feed = asker.exported?.feed
    if (feed?.isOpen() === true) {
      const { deadline } = asker
      const errand = await errandOf({ document, operationName, variables: given, deadline })
      const fed = await fedPage(feed, { errand, asker, askRows })
      if (fed !== undefined) return fed
    }
    const variables = feed === undefined ? given : { ...given, ...feed.usual() }
    const start = () =>
      execute({
        document,
        operationName,
        variables,
        masks: masksFor(asker),
        ask: (errand) => ask(errand, asker),
        deadline: asker.deadline,
        telemetry: asker.telemetry,
      })
    const kind = getOperationAST(document, operationName)?.operation
    if (!sharing || kind !== OperationTypeNode.QUERY) return await start()
    const text = `${operationName ?? ''}\n${JSON.stringify(variables)}`
    const { value, leader } = await share(asker, { about: document, text, start })
    if (leader !== asker) {
      Object.assign(asker.provenance, leader.provenance)
      for (const [ministry, persons] of leader.persons) asker.persons.set(ministry, persons)
    }
    return value
  }
}

interface FeedOptions {
  readonly errand: Errand | undefined
  readonly asker: Asker
  readonly askRows: AskRows
}

/** A page whose rows come past the answer; undefined where it must be answered. */
async function fedPage(
  feed: RowFeed,
  { errand, asker, askRows }: FeedOptions,
): Promise<Executed | undefined> {
  if (errand === undefined) {
    feed.close()
    return undefined
  }
  try {
    const taken = await feed.take(errand, asker, askRows)
    if (taken === undefined) return undefined
    asker.exported?.fed(taken.page)
    return { data: '{}', errors: [], objects: taken.objects }
  } catch (error) {
    if (error instanceof MinistryError) return { data: '{}', errors: [error], objects: 0 }
    throw error
  }
}

/** How the caller sees personal numbers; whole where the gateway runs open. */
function masksFor({ identity, purpose }: Asker): Masks {
  return identity ? masksOf(identity.caller.roles, purpose?.id) : wholeMasks
}
