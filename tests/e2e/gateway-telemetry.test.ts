import dns from 'node:dns'
import { isIP } from 'node:net'
import { ApolloGateway } from '@apollo/gateway'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { land, population, reference } from '../federation/gateway-plans.ts'
import { compose, openWorld } from '../federation/gateway-world.ts'

/** Names that this process tried to look up; every way out to another host begins with one. */
const names: string[] = []
const lookup = dns.lookup

beforeEach(() => {
  names.length = 0
  const refuse = (name: string, ...rest: readonly unknown[]): void => {
    if (isIP(name) > 0) {
      Reflect.apply(lookup, dns, [name, ...rest])
      return
    }
    names.push(name)
    const callback = rest.at(-1)
    const failure = Object.assign(new Error('no way out'), { code: 'ENOTFOUND' })
    if (typeof callback === 'function') setImmediate(() => void callback(failure))
  }
  Object.assign(dns, { lookup: refuse })
})
afterEach(() => {
  Object.assign(dns, { lookup })
})

test('the vendor is not told: nothing is looked up from start to end', async () => {
  delete process.env['APOLLO_TELEMETRY_DISABLED']
  const world = await openWorld()
  const answer = await world.ask('{ provinces { code landTotals { count } } }', { role: 'analyst' })
  expect(answer.errors).toEqual([])
  await world[Symbol.asyncDispose]()
  expect(names).toEqual([])
})

test('the same watch does see the vendor being told when it is left on', async () => {
  delete process.env['APOLLO_TELEMETRY_DISABLED']
  const ministries = [reference, population, land].map((plan) => ({ ...plan, url: 'http://x' }))
  const supergraphSdl = compose(ministries).replaceAll(', for: SECURITY', '')
  const gateway = new ApolloGateway({ supergraphSdl })
  await gateway.load()
  await gateway.stop()
  expect(names.join()).toContain('apollographql')
})
