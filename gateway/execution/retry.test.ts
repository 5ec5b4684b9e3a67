import { describe, expect, test } from 'vitest'
import type { Asker } from './ask-ministry.ts'
import { openDeadline } from './deadline.ts'
import { MinistryAway } from './post-text.ts'
import { asksAgain, maxTokens, openRetryBudgets } from './retry.ts'
import type { Errand } from './run.ts'

const errand: Errand = { ministry: 'land', body: '{}', entities: undefined, changes: false }

/** What asks with a deadline, and how often it did, failing the first `failures` times. */
function sender(failures: number, error: Error = new MinistryAway('gone')) {
  let sent = 0
  const budgets = openRetryBudgets(20)
  const send = asksAgain(async () => {
    if (sent++ < failures) throw error
    return Buffer.from('{}')
  }, budgets)
  return { send, sent: () => sent, budgets }
}

function askerFor(limitMs: number): Asker {
  return {
    id: 'x',
    deadline: openDeadline(limitMs),
    identity: undefined,
    purpose: undefined,
    provenance: {},
    persons: new Map(),
    trail: undefined,
  }
}

describe('a ministry that cannot be reached', () => {
  test('is asked once more', async () => {
    const { send, sent } = sender(1)
    expect(String(await send(errand, askerFor(1000)))).toBe('{}')
    expect(sent()).toBe(2)
  })

  test('is not asked a third time', async () => {
    const { send, sent } = sender(2)
    await expect(send(errand, askerFor(1000))).rejects.toThrow('gone')
    expect(sent()).toBe(2)
  })

  test('is not asked again for a change, for what it answered, or when the time is over', async () => {
    const change = sender(1)
    await expect(change.send({ ...errand, changes: true }, askerFor(1000))).rejects.toThrow('gone')
    const nonsense = sender(1, new Error('expected JSON'))
    await expect(nonsense.send(errand, askerFor(1000))).rejects.toThrow('JSON')
    const late = sender(1)
    const asker = askerFor(1000)
    asker.deadline.abandon()
    await expect(late.send(errand, asker)).rejects.toThrow('gone')
    expect([change, nonsense, late].map(({ sent }) => sent())).toEqual([1, 1, 1])
  })

  test('is not asked again when the time passes in the pause', async () => {
    const { send, sent } = sender(1)
    await expect(send(errand, askerFor(2))).rejects.toThrow('gone')
    expect(sent()).toBe(1)
  })
})

describe('the budget of second requests', () => {
  const spentOf = (budgets: ReturnType<typeof openRetryBudgets>, ministry: string): number => {
    let spent = 0
    while (budgets.spend(ministry)) spent++
    return spent
  }

  test('holds ten, and every fifth request adds one, each ministry its own', () => {
    const budgets = openRetryBudgets(20)
    expect(spentOf(budgets, 'land')).toBe(maxTokens)
    for (let i = 0; i < 4; i++) budgets.earn('land')
    expect(spentOf(budgets, 'land')).toBe(0)
    budgets.earn('land')
    expect(spentOf(budgets, 'land')).toBe(1)
    expect(spentOf(budgets, 'health')).toBe(maxTokens)
  })

  test('tells each that was wanted, whether there was one left', () => {
    const told: string[] = []
    const budgets = openRetryBudgets(20, (ministry, outcome) => told.push(`${ministry} ${outcome}`))
    for (let i = 0; i <= maxTokens; i++) budgets.spend('land')
    expect(told).toEqual([...Array<string>(maxTokens).fill('land sent'), 'land refused'])
  })

  test('never holds more than ten', () => {
    const budgets = openRetryBudgets(100)
    budgets.spend('land')
    for (let i = 0; i < 1000; i++) budgets.earn('land')
    expect(spentOf(budgets, 'land')).toBe(maxTokens)
  })

  test('of 0 percent holds none', () => {
    const budgets = openRetryBudgets(0)
    budgets.earn('land')
    expect(spentOf(budgets, 'land')).toBe(0)
  })
})
