import { tooLarge } from './too-large.ts'

/** Lists and objects inside each other in variables; every later reader of them calls itself. */
const maxDepth = 50

/** Bounds the depth of variables (their size is bounded by the body's). Fails with DOCUMENT_TOO_LARGE. */
export function checkVariables(variables: Readonly<Record<string, unknown>>): void {
  let level: readonly unknown[] = [variables]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw tooLarge('variableDepth', maxDepth, `more than ${maxDepth}`)
    level = level.flatMap((value) =>
      value !== null && typeof value === 'object' ? Object.values(value) : [],
    )
  }
}
