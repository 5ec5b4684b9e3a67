import { purposeTable } from '../../auth/purpose-table.ts'
import type { Purpose } from '../../auth/purpose.ts'
import { queryOf } from '../reports/reports.ts'
import { type Scenario, type ScenarioStep, scenarioShape } from './scenario.ts'

/**
 * Checks scenarios beyond their shape: each code once, a registered purpose for emergencies, each step once, and every
 * variable from a parameter that is there. Throws an Error that names the first wrong place, so that the start stops.
 */
export function checkedScenarios(
  list: readonly unknown[],
  purposes: ReadonlyMap<string, Purpose> = purposeTable,
): readonly Scenario[] {
  const known = new Set<string>()
  return Object.freeze(
    list.map((one) => {
      const read = scenarioShape.safeParse(one)
      if (!read.success) throw new Error(`scenario: ${read.error.message}`)
      const scenario = read.data
      const wrong = wrongIn(scenario, purposes)
      if (wrong !== undefined) throw new Error(`scenario ${scenario.code}: ${wrong}`)
      if (known.has(scenario.code)) throw new Error(`scenario ${scenario.code} is there twice`)
      known.add(scenario.code)
      return Object.freeze(scenario)
    }),
  )
}

function wrongIn(
  { purpose, steps, parameters }: Scenario,
  purposes: ReadonlyMap<string, Purpose>,
): string | undefined {
  if (purposes.get(purpose)?.emergency !== true)
    return `expected a registered purpose for emergencies, got ${purpose}`
  const ids = new Set(steps.map(({ id }) => id))
  const names = new Set(parameters.map(({ name }) => name))
  if (ids.size < steps.length) return 'expected each step once'
  if (names.size < parameters.length) return 'expected each parameter once'
  const used = new Set(steps.flatMap(parametersIn))
  const idle = [...names].find((name) => !used.has(name))
  if (idle !== undefined) return `no step takes the parameter ${idle}`
  for (const step of steps) {
    const wrong = wrongVariable(step, parameters)
    if (wrong !== undefined) return `step ${step.id}: variable ${wrong}`
  }
  return undefined
}

function parametersIn({ variables }: ScenarioStep): readonly string[] {
  return Object.values(variables).flatMap((source) =>
    'parameter' in source ? [source.parameter] : [],
  )
}

/** A document is one query, each of whose variables comes from somewhere; a part is of a period, and a period has parts. */
function wrongVariable(
  { document, variables }: ScenarioStep,
  parameters: Scenario['parameters'],
): string | undefined {
  const { variableDefinitions = [] } = queryOf(document)
  const declared = variableDefinitions.map(({ variable }) => variable.name.value)
  const odd =
    declared.find((name) => !(name in variables)) ??
    Object.keys(variables).find((name) => !declared.includes(name))
  if (odd !== undefined) return `${odd}: expected it in the document, and among its values`
  for (const [name, source] of Object.entries(variables)) {
    if (!('parameter' in source)) continue
    const named = parameters.find((one) => one.name === source.parameter)
    if (named === undefined) return `${name}: no such parameter`
    if ((named.type === 'PERIOD') !== (source.part !== undefined))
      return `${name}: expected a part of a period, and of nothing else`
  }
  return undefined
}
