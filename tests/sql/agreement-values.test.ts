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
      place: vehiclePlaceOfRegistrationAgreesWithTheRegisterOfIt { agreed compared provinces { province agreed compared } }
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

test('provinces are told apart, where ten records or more could be compared', async () => {
  const held = (province: string, place: string, of: number) =>
    Array.from({ length: of }, (_, at) => [
      `${province}-${String(at + 1).padStart(4, '0')}`,
      { place: at < 4 ? 'HA_NOI' : place },
    ])
  const found = async (inOther: number) =>
    await counted(
      Object.fromEntries([...held('01', 'HA_NOI', 11), ...held('79', 'HO_CHI_MINH', inOther)]),
    )
  expect(await found(10)).toMatchObject({
    place: {
      agreed: 17,
      compared: 21,
      provinces: [
        { province: '01', agreed: 11, compared: 11 },
        { province: '79', agreed: 6, compared: 10 },
      ],
    },
  })
  expect(await found(9)).toMatchObject({
    place: { agreed: 16, compared: 20, provinces: [{ province: '01', compared: 11 }] },
  })
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
