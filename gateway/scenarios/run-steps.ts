import { CodedError } from '../../schema/errors.ts'
import { maskError } from '../errors.ts'
import type { ScenarioStep } from './scenario.ts'

/** Steps of one run that are asked at once. */
export const stepsAtOnce = 4

/** A step with the values of its variables. */
export type ReadyStep = Omit<ScenarioStep, 'variables'> & {
  readonly variables: Readonly<Record<string, unknown>>
}

/** A step and what `/graphql` would answer to it, as text. */
export interface AnsweredStep {
  readonly id: string
  readonly variables: ReadyStep['variables']
  readonly answer: string
}

/**
 * Asks all steps, a few at once, and gives each answer as soon as it is there, in whichever order. A step that fails is an
 * answer with its error and leaves the others; once the signal is aborted no further one is begun.
 */
export async function* runSteps(
  steps: readonly ReadyStep[],
  ask: (step: ReadyStep) => Promise<string>,
  signal: AbortSignal,
): AsyncGenerator<AnsweredStep> {
  const waiting = [...steps]
  const underWay = new Map<string, Promise<AnsweredStep>>()
  const fill = (): void => {
    while (underWay.size < stepsAtOnce && !signal.aborted) {
      const step = waiting.shift()
      if (step === undefined) return
      underWay.set(step.id, answered(step, ask))
    }
  }
  for (fill(); underWay.size > 0; fill()) {
    const done = await Promise.race(underWay.values())
    underWay.delete(done.id)
    yield done
  }
}

async function answered(
  step: ReadyStep,
  ask: (step: ReadyStep) => Promise<string>,
): Promise<AnsweredStep> {
  const { id, variables } = step
  try {
    return { id, variables, answer: await ask(step) }
  } catch (error) {
    const coded = error instanceof CodedError ? error : new CodedError('INTERNAL_SERVER_ERROR')
    return { id, variables, answer: JSON.stringify({ errors: [maskError(coded)] }) }
  }
}
