import { tooLarge } from './too-large.ts'

/** Lists and objects inside each other in variables; every later reader of them calls itself. */
export const maxVariableDepth = 50
/** Values of all variables, those in lists and objects counted. */
export const maxVariableValues = 20_000
/** Items of one list. */
export const maxListItems = 10_000

/**
 * Bounds the depth, the number and the lists of variables' values, a level at a time, before anything else reads them
 * (their bytes are bounded by the body's). Fails with DOCUMENT_TOO_LARGE.
 */
export function checkVariables(variables: Readonly<Record<string, unknown>>): void {
  let level: readonly unknown[] = [variables]
  let values = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxVariableDepth)
      throw tooLarge('variableDepth', maxVariableDepth, `more than ${maxVariableDepth}`)
    level = level.flatMap((value) => {
      if (value === null || typeof value !== 'object') return []
      if (Array.isArray(value) && value.length > maxListItems)
        throw tooLarge('listItems', maxListItems, value.length)
      return Object.values(value)
    })
    values += level.length
    if (values > maxVariableValues)
      throw tooLarge('variableValues', maxVariableValues, `more than ${maxVariableValues}`)
  }
}
