import { openWorld } from '../federation/gateway-world.ts'
import { pino } from 'pino'

/** Where the gateway is, and tokens of two who ask. */
export interface FloodWorld {
  readonly url: string
  readonly other: string
  readonly flooder: string
}

/** Milliseconds that the flooded ministry takes: four connections answer 20 requests a second. */
const landMs = 200

// A gateway whose ministry of land is slow, in a process apart from those who ask.
const world = await openWorld({
  deadlineMs: 10_000,
  ministryConnections: 4,
  maxMinistryRequests: 40,
  sharing: false,
  log: pino({ level: 'silent' }),
})
const { land } = world.ministries
if (land === undefined) throw new Error('expected land')
land.misbehave = (_request, response) => {
  setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: { parcels: [{ area: 1 }] } }))
  }, landMs)
  return true
}
const told: FloodWorld = {
  url: world.gateway.url,
  other: await world.token('officer', { sub: 'other' }),
  flooder: await world.token('land-officer', { sub: 'flooder' }),
}
console.log(`world ${JSON.stringify(told)}`)
process.once('SIGTERM', () => {
  void world[Symbol.asyncDispose]().then(() => process.exit(0))
})
