import { afterAll, beforeAll, expect, test } from 'vitest'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import { type ServedForTest, servedMinistry } from '../support/served-ministry.ts'
import { openVehicles, type Vehicles } from '../support/vehicles.ts'

const sample = ministry({
  name: 'education',
  port: 0,
  folder: new URL('agreement-sample/', import.meta.url),
})

let database: Vehicles
let served: ServedForTest
beforeAll(async () => {
  database = await openVehicles()
  served = await servedMinistry(sample, database.readerUrl)
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

interface Held {
  readonly place?: string | null
  readonly day?: string | null
}

/** What is counted of these vehicles where the register holds so of them. */
async function counted(held: Readonly<Record<string, Held | null>>) {
  const sent = {
    __typename: 'VehicleAgreement',
    draw: JSON.stringify(Object.keys(held).map((plate) => JSON.stringify([plate]))),
    rows: Object.values(held).map((one) => ({ registeredVehicle: one })),
  }
  const { data, errors } = await served.ask({
    query: `query ($sent: [_Any!]!) { _entities(representations: $sent) { ... on VehicleAgreement {
      place: vehiclePlaceOfRegistrationAgreesWithTheRegisterOfIt { agreed compared }
      day: vehiclePlaceOfRegistrationAgreesWithTheRegisterOnIt { agreed compared } } } }`,
    variables: { sent: [sent] },
  })
  expect(errors).toEqual([])
  const [told] = (data?.['_entities'] ?? []) as readonly unknown[]
  return told
}

test('a value of an enum is compared by its name, whatever the database writes for it', async () => {
  expect(
    await counted({
      '01-0001': { place: 'HA_NOI' },
      '01-0002': { place: 'HO_CHI_MINH' },
      '79-0003': { place: 'HO_CHI_MINH' },
      '79-0004': { place: null },
      '79-0005': null,
    }),
  ).toMatchObject({ place: { agreed: 2, compared: 3 } })
})

test('rules whose names PostgreSQL would cut to the same one are told apart', async () => {
  expect(
    await counted({
      '01-0001': { place: 'HA_NOI', day: '2026-01-01' },
      '01-0002': { place: 'HA_NOI', day: '2026-01-02' },
      '79-0003': { place: 'HO_CHI_MINH', day: '2026-01-01' },
    }),
  ).toMatchObject({ place: { agreed: 3, compared: 3 }, day: { agreed: 1, compared: 2 } })
})
