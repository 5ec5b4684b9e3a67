import { expect, test } from 'vitest'
import { checkedScenarios } from './checked-scenarios.ts'
import { maxCommunes, maxDays, maxSteps } from './scenario.ts'

const title = { vi: 'Bão', en: 'Storm' }
const communes = { name: 'communes', type: 'COMMUNES', label: title, most: maxCommunes }
const period = { name: 'period', type: 'PERIOD', label: title, mostDays: maxDays }
const step = {
  id: 'people',
  title,
  document:
    'query People($in: [ID!]!) { communes(where: { code: { in: $in } }) { nodes { code } } }',
  variables: { in: { parameter: 'communes' } },
  chart: { kind: 'table' },
}
const storm = {
  code: 'storm',
  version: 1,
  kind: 'STORM',
  title,
  description: title,
  purpose: 'civil-defence',
  parameters: [communes],
  steps: [step],
}
const steps = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...step, id: `people-${i}` }))
const mutation = { ...step, document: 'mutation M($in: [ID!]!) { change(in: $in) }' }
const timed = (variables: unknown) => ({
  parameters: [period],
  steps: [{ ...step, document: 'query Q($at: DateTime!) { now(at: $at) }', variables }],
})

test.each<readonly [string, object]>([
  ['as it should be', {}],
  ['of the most steps', { steps: steps(maxSteps) }],
  ['with the beginning of a period', timed({ at: { parameter: 'period', part: 'from' } })],
])('a scenario %s is one', (_, change) => {
  expect(checkedScenarios([{ ...storm, ...change }])).toHaveLength(1)
})

test.each<readonly [string, object, RegExp]>([
  ['a purpose that is none', { purpose: 'curiosity' }, /purpose for emergencies, got curiosity/],
  ['a purpose for every day', { purpose: 'population-management' }, /purpose for emergencies/],
  ['one step too many', { steps: steps(maxSteps + 1) }, /steps/],
  ['no step', { steps: [] }, /steps/],
  ['a step twice', { steps: [step, step] }, /each step once/],
  ['a parameter twice', { parameters: [communes, communes] }, /each parameter once/],
  ['a parameter that nothing takes', { parameters: [communes, period] }, /no step takes .* period/],
  ['too many communes', { parameters: [{ ...communes, most: maxCommunes + 1 }] }, /most/],
  ['too long a period', { parameters: [{ ...period, mostDays: maxDays + 1 }] }, /mostDays/],
  ['a mutation', { steps: [mutation] }, /query/i],
  ['a variable from nowhere', { steps: [{ ...step, variables: {} }] }, /no step takes|in:/],
  [
    'a value that no variable takes',
    { steps: [{ ...step, variables: { ...step.variables, old: { yearsAgo: 60 } } }] },
    /old: expected it in the document/,
  ],
  ['a period without a part', timed({ at: { parameter: 'period' } }), /a part of a period/],
  ['an unknown field', { shared: true }, /shared/],
])('with %s stops the start', (_, change, message) => {
  expect(() => checkedScenarios([{ ...storm, ...change }])).toThrow(message)
})

test('the same code twice stops the start', () => {
  expect(() => checkedScenarios([storm, storm])).toThrow('storm is there twice')
})
