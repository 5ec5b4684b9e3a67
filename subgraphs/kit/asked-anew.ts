import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  getOperationAST,
  OperationTypeNode,
} from 'graphql'
import { codeOf } from './mask-error.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Executes a request. Where its database was lost on the way and has another server, everything is asked once
 * more from there, so that all of an answer is of one snapshot.
 */
export async function askedAnew(args: ExecutionArgs): Promise<ExecutionResult> {
  // What `context` of the handler made.
  const context = args.contextValue as RequestContext
  const result = await executed(args, context)
  // A change may have been carried out: it is never asked for twice.
  if (context.anew === undefined || isChange(args) || !isLost(result)) return result
  const fresh = await context.anew()
  return fresh === undefined ? result : await executed({ ...args, contextValue: fresh }, fresh)
}

async function executed(args: ExecutionArgs, { trace }: RequestContext): Promise<ExecutionResult> {
  return await (trace === undefined ? execute(args) : trace.resolving(() => execute(args)))
}

function isChange({ document, operationName }: ExecutionArgs): boolean {
  return getOperationAST(document, operationName)?.operation !== OperationTypeNode.QUERY
}

function isLost({ errors = [] }: ExecutionResult): boolean {
  return errors.some((error) => codeOf(error) === 'MINISTRY_UNAVAILABLE')
}
