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
 * answer with its error and leaves the others; an error that is none of ours is told, and shown to nobody. Once the signal
 * is aborted no further step is begun.
 */
export async function* runSteps(
  steps: readonly ReadyStep[],
  ask: (step: ReadyStep) => Promise<string>,
  signal: AbortSignal,
  onFailure: (step: ReadyStep, error: unknown) => void,
): AsyncGenerator<AnsweredStep> {
  const waiting = [...steps]
  const underWay = new Map<string, Promise<AnsweredStep>>()
  const fill = (): void => {
    while (underWay.size < stepsAtOnce && !signal.aborted) {
      const step = waiting.shift()
      if (step === undefined) return
      underWay.set(step.id, answered(step, ask, onFailure))
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
  onFailure: (step: ReadyStep, error: unknown) => void,
): Promise<AnsweredStep> {
  const { id, variables } = step
  try {
    return { id, variables, answer: await ask(step) }
  } catch (error) {
    const isCoded = error instanceof CodedError
    if (!isCoded) onFailure(step, error)
    const coded = isCoded ? error : new CodedError('INTERNAL_SERVER_ERROR')
    return { id, variables, answer: JSON.stringify({ errors: [maskError(coded)] }) }
  }
}
