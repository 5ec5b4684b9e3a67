import type { SpecCase } from '../spec-case.ts'
import * as abstract from './abstract.ts'
import * as answers from './answers.ts'
import * as chains from './chains.ts'
import * as contextTypes from './context-types.ts'
import * as contextWays from './context-ways.ts'
import * as contexts from './contexts.ts'
import * as keys from './keys.ts'
import * as requires from './requires.ts'
import * as sharing from './sharing.ts'

/** Every case, in the order of the documentation. */
export const allCases: readonly SpecCase[] = [
  keys,
  requires,
  chains,
  sharing,
  abstract,
  answers,
  contexts,
  contextTypes,
  contextWays,
].flatMap((group) => Object.values<SpecCase>(group))
