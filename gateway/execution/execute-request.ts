import { OperationTypeNode, getOperationAST } from 'graphql'
import { type Masks, wholeMasks } from '../../auth/mask.ts'
import { masksOf } from '../../auth/mask-table.ts'
import type { Asker, openMinistries } from './ask-ministry.ts'
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

/** Opens the execution of requests; identical queries of one caller in flight share theirs. */
export function openExecution(
  execute: Executor['execute'],
  ask: ReturnType<typeof openMinistries>,
  { sharing }: ExecutionOptions,
): ExecuteRequest {
  const share = openFlights<Executed>()
  return async (asker, { document, operationName, variables }) => {
    const start = () =>
      execute({
        document,
        operationName,
        variables,
        masks: masksFor(asker),
        ask: (errand) => ask(errand, asker),
        deadline: asker.deadline,
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

/** How the caller sees personal numbers; whole where the gateway runs open. */
function masksFor({ identity, purpose }: Asker): Masks {
  return identity ? masksOf(identity.caller.roles, purpose?.id) : wholeMasks
}
