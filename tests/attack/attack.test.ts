import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Arena, openArena } from './arena.ts'
import { attackInACrowd } from './crowd.ts'
import { attackCost, attackDocuments, attackSchema } from './documents.ts'
import { attackLogs } from './logs.ts'
import { attackMinistries } from './ministries.ts'
import { attackExistence, attackTotals, attackVerify } from './oracles.ts'
import { attackCursors, attackPharmacist, attackScopedTotals } from './reach.ts'
import { attackRows, callers } from './rows.ts'
import { attackRequests } from './requests.ts'
import { attackTiming } from './timing.ts'
import { attackValues } from './values.ts'
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
    await attackVerify(arena, await victim(arena))
    for (const line of await attackTiming(arena, await victim(arena)))
      process.stdout.write(`${line}\n`)
  })

  it('opens nothing near what was opened', async () => {
    await attackPharmacist(arena, await victim(arena))
    await attackCursors(arena)
    await attackScopedTotals(arena)
  })

  it('judges what is executed', async () => {
    await attackDocuments(arena)
    await attackSchema(arena)
  })

  it('refuses what costs too much, and stands', async () => {
    await attackCost(arena, await victim(arena))
  })

  it('takes no header and no body for what it is not', async () => {
    await attackRequests(arena)
  })

  it('takes every text for a text', async () => {
    await attackValues(arena)
  })

  it('has ministries that answer the gateway alone', async () => {
    await attackMinistries(arena, await victim(arena))
  })

  it('confuses nobody with anybody in a crowd', async () => {
    await attackInACrowd(arena)
  })

  it('logs none of it', async () => {
    await attackLogs(arena, await victim(arena))
  })

  it('let no attack succeed', () => expect(arena.attempts.succeeded).toEqual([]))
})
