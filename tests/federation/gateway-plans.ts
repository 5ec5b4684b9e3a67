import { GraphQLError } from 'graphql'
import type { MinistryPlan } from './gateway-ministry.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.11",
  import: ["@key", "@shareable", "@external", "@requiresScopes", "@authenticated"])`

const provinces = [
  { code: '01', name: 'Hà Nội' },
  { code: '48', name: 'Đà Nẵng' },
  { code: '79', name: 'Hồ Chí Minh' },
]

const people = [
  { pin: '900000000001', fullName: 'Nguyễn Văn An', provinceCode: '01' },
  { pin: '900000000002', fullName: 'Trần Thị Bình', provinceCode: '79' },
  { pin: '900000000003', fullName: 'Lê Văn Cường', provinceCode: '79' },
]

const province = ({ provinceCode }: Record<string, unknown>) => ({ code: provinceCode })

/** Catalogues that everyone may read. */
export const reference: MinistryPlan = {
  name: 'reference',
  sdl: `${link}
  type Query @authenticated {
    provinces: [Province!]!
    province(code: ID!): Province
  }
  type Province @key(fields: "code") @requiresScopes(scopes: [["reference:catalogue:read"]]) {
    code: ID!
    name: String!
  }`,
  resolvers: {
    Query: {
      provinces: () => provinces,
      province: (_parent, { code }) => provinces.find((known) => known.code === code),
    },
    Province: {
      __resolveReference: ({ code }) => provinces.find((known) => known.code === code) ?? null,
    },
  },
}

/** Personal records, and totals by province. */
export const population: MinistryPlan = {
  name: 'population',
  sdl: `${link}
  input PersonFilter { fullName: String, provinces: [ID!], bornAfter: Int }
  type Query {
    person(pin: ID!): Person
    people(where: PersonFilter): [Person!]!
    vault: Vault
    listed(names: [String!]): Int @authenticated
    refusing(code: String!): String @authenticated
    broken: String @authenticated
  }
  type Person @key(fields: "pin") @requiresScopes(scopes: [["population:person:read"]]) {
    pin: ID!
    fullName: String!
    province: Province
  }
  type Province @key(fields: "code") {
    code: ID!
    peopleTotals: Totals
  }
  type Vault { content: String }
  type Totals @requiresScopes(scopes: [["population:person:stats"]]) { count: Int! }`,
  resolvers: {
    Query: {
      person: (_parent, { pin }) => people.find((known) => known.pin === pin),
      people: () => people,
      listed: (_parent, { names }) => (Array.isArray(names) ? names.length : 0),
      refusing: (_parent, { code }) => {
        throw new GraphQLError('an answer of its own', { extensions: { code } })
      },
      broken: () => {
        throw new Error('SELECT * FROM person WHERE pin = 900000000001')
      },
    },
    Person: {
      province,
      __resolveReference: ({ pin }) => people.find((known) => known.pin === pin) ?? null,
    },
    Province: {
      peopleTotals: ({ code }) => ({
        count: people.filter((person) => person.provinceCode === code).length,
      }),
    },
  },
}

/** Rows that hang on another ministry's people and provinces. */
export const land: MinistryPlan = {
  name: 'land',
  sdl: `${link}
  type Query @authenticated { parcels: [Parcel!]! }
  type Parcel @key(fields: "geohash") @requiresScopes(scopes: [["land:parcel:read"]]) {
    geohash: ID!
    area: Float!
    province: Province
  }
  type Person @key(fields: "pin") { pin: ID!  parcels: [Parcel!] }
  type Province @key(fields: "code") { code: ID!  landTotals: LandTotals }
  type LandTotals @requiresScopes(scopes: [["land:parcel:stats"]]) { count: Int! area: Float }`,
  resolvers: {
    Query: { parcels: () => [{ geohash: 'w7er8u0k2m5n', area: 120.5, provinceCode: '01' }] },
    Parcel: { province },
    Person: {
      parcels: ({ pin }) =>
        pin === '900000000001'
          ? [{ geohash: 'w7er8u0k2m5n', area: 120.5, provinceCode: '01' }]
          : [],
    },
    Province: { landTotals: ({ code }) => ({ count: code === '01' ? 1 : 0, area: 120.5 }) },
  },
}
