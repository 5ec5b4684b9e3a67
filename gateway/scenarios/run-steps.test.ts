import { expect, test } from 'vitest'
import { CodedError } from '../../schema/errors.ts'
import { type ReadyStep, runSteps } from './run-steps.ts'

const step = (id: string): ReadyStep => ({
  id,
  title: { vi: id, en: id },
  document: '{ x }',
  chart: { kind: 'table' },
  variables: {},
})

test('a step that fails leaves the others; what is no error of ours is told with its step, and shown to nobody', async () => {
  const broken = new TypeError('no such column: secret')
  const told: unknown[] = []
  const ask = async ({ id }: ReadyStep): Promise<string> => {
    if (id === 'broken') throw broken
    if (id === 'refused') throw new CodedError('RATE_LIMITED')
    return '{"data":{}}'
  }
  const steps = ['broken', 'refused', 'fine'].map(step)
  const { signal } = new AbortController()
  const answers = new Map<string, string>()
  for await (const { id, answer } of runSteps(steps, ask, signal, ({ id: of }, error) =>
    told.push([of, error]),
  ))
    answers.set(id, answer)
  expect(told).toEqual([['broken', broken]])
  expect(JSON.parse(answers.get('broken') ?? '')).toMatchObject({
    errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  })
  expect(answers.get('broken')).not.toContain('secret')
  expect(JSON.parse(answers.get('refused') ?? '')).toMatchObject({
    errors: [{ extensions: { code: 'RATE_LIMITED' } }],
  })
  expect(answers.get('fine')).toBe('{"data":{}}')
})
