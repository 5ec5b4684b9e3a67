import type { GraphQLResponse } from '@apollo/server'
import type { RequestState } from '../context.ts'
import { maskError } from '../errors.ts'

/**
 * Settles what an answer took of its caller's rates. One about more persons than the caller may be shown on a day is
 * replaced by RATE_LIMITED before anything of it leaves; it shows nobody then. Never throws.
 */
export async function answerWithin(
  { allowance, objects, persons }: Pick<RequestState, 'allowance' | 'objects' | 'persons'>,
  response: Pick<GraphQLResponse, 'body'>,
): Promise<void> {
  if (allowance === undefined || response.body.kind !== 'single') return
  if (objects !== undefined) allowance.settle(objects)
  const shown = new Set([...persons.values()].flatMap((ofMinistry) => [...ofMinistry.keys()]))
  try {
    await allowance.takePersons(shown)
  } catch (error) {
    persons.clear()
    response.body.singleResult = { errors: [maskError(error)] }
  }
}
