import { type DocumentNode, Kind } from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { forEachField } from './for-each-field.ts'

/** The one name that is no ordinary key of JavaScript's objects: what is put under it becomes the object's prototype. */
const reserved = '__proto__'

/**
 * Response names and variables become keys of objects here, in the planner and in ministries. Fails with
 * GRAPHQL_VALIDATION_FAILED for a name that is none; names with two underscores are GraphQL's own (2.1.9).
 */
export function checkNames(document: DocumentNode): void {
  for (const node of document.definitions)
    if (node.kind === Kind.OPERATION_DEFINITION)
      for (const { variable } of node.variableDefinitions ?? [])
        check('variable', variable.name.value)
  forEachField(document, ({ alias }) => check('field', alias?.value))
}

function check(what: string, name: string | undefined): void {
  if (name === reserved)
    throw new CodedError('GRAPHQL_VALIDATION_FAILED', `No ${what} may be called ${reserved}.`)
}
