import type { Caller } from '../../auth/caller.ts'
import { forbidden } from '../../auth/forbidden.ts'
import { opens, type Purpose } from '../../auth/purpose.ts'
import { purposeRequired } from '../../auth/purpose-required.ts'
import { purposeTable } from '../../auth/purpose-table.ts'
import type { CodedError } from '../../schema/errors.ts'
import { judgeDocument } from '../document/judge-document.ts'
import { identityOf } from '../identity-of.ts'
import type { Generation } from '../supergraph/generation.ts'
import type { Scenario } from './scenario.ts'
import { type ScenarioValues, variablesOf } from './scenario-values.ts'

/**
 * Why a caller may not run a scenario; undefined where every step of it is theirs under its purpose. Who may run it follows
 * from that alone: the roles of the purpose, their permissions, and the classes that the purpose opens.
 */
export async function refusedRun(
  generation: Generation,
  caller: Caller,
  { scenario, values, now }: { scenario: Scenario; values: ScenarioValues; now: Date },
): Promise<CodedError | undefined> {
  const purpose = purposeTable.get(scenario.purpose)
  if (purpose === undefined || !purpose.roles.some((role) => caller.roles.includes(role)))
    return purposeRequired(purpose === undefined ? [] : [purpose], {
      message: `The scenario runs under ${scenario.purpose}, which is not for the caller's roles.`,
    })
  const { purpose: bound } = caller
  if (bound !== undefined && bound !== purpose.id)
    return purposeRequired([purpose], { message: 'The access token is bound to another purpose.' })
  const refused = await Promise.all(
    scenario.steps.map(async (step) => {
      const variables = variablesOf(step, values, now)
      const asked = { text: step.document, variables }
      const under = step.statistics === true ? undefined : purpose
      return await refusedStep(generation, { caller, purpose: under, asked })
    }),
  )
  const coordinates = refused.flat()
  return coordinates.length === 0 ? undefined : forbidden([...new Set(coordinates)].sort())
}

interface JudgedStep {
  readonly caller: Caller
  readonly purpose: Purpose | undefined
  readonly asked: Parameters<typeof judgeDocument>[2]
}

/** What of a step is not the caller's: fields, or the whole query where it is not in the schema that the caller sees. */
async function refusedStep(
  generation: Generation,
  { caller, purpose, asked }: JudgedStep,
): Promise<readonly string[]> {
  const judged = await judgeDocument(generation, identityOf(caller, purpose), asked)
  if ('errors' in judged) return ['Query']
  if (judged.refused.length > 0) return judged.refused
  return opens(purpose, judged.classes) ? [] : ['Query']
}
