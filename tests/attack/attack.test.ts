import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Arena, openArena } from './arena.ts'
import { attackExistence, attackTotals, attackVerify } from './oracles.ts'
import { attackRows, callers } from './rows.ts'
import { victim } from './victim.ts'

describe('an attack on the whole house', () => {
  let arena: Arena
  beforeAll(async () => {
    arena = await openArena()
  })
  afterAll(async () => {
    arena.attempts.report()
    await arena[Symbol.asyncDispose]()
  })

  it.each(callers)('shows $name no row of others, by any way', async (caller) => {
    expect(await attackRows(arena, caller)).toBeGreaterThan(0)
  })

  it('counts nobody for who may count everybody', async () => {
    await attackTotals(arena, await victim(arena))
  })

  it('answers about others as about nobody', async () => {
    await attackExistence(arena, await victim(arena))
    const timing = await attackVerify(arena, await victim(arena))
    process.stdout.write(`verifyPerson: ${timing}\n`)
  })

  it('let no attack succeed', () => expect(arena.attempts.succeeded).toEqual([]))
})
