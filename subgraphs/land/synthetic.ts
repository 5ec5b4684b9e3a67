import { communeCells } from '../kit/synthetic/commune-cells.ts'
import { communeShares } from '../kit/synthetic/commune-share.ts'
import { dayOf, type Day } from '../kit/synthetic/day.ts'
import { dirt } from '../kit/synthetic/dirt.ts'
import { geohashTail } from '../kit/synthetic/geohash.ts'
import type { Household } from '../kit/synthetic/household.ts'
import type { MinistrySynthetic } from '../kit/synthetic/ministry-rows.ts'
import { personalNumbers } from '../kit/synthetic/personal-number.ts'
import { createRandom } from '../kit/synthetic/random.ts'
import { referenceDay } from '../kit/synthetic/reference-day.ts'
import { fixedRows, streams } from '../kit/synthetic/streams.ts'
import { weighted } from '../kit/synthetic/weighted.ts'
import { certificate, termEnd, type Certificate } from './synthetic/certificate.ts'
import { holders, type Holding } from './synthetic/holders.ts'
import { organisationPlans } from './synthetic/organisations.ts'
import { householdPlans, type ParcelPlan, type UsePlan } from './synthetic/parcels.ts'
import { landWriter, type Place } from './synthetic/writer.ts'

const parcelKinds = ['AREA_UNLIKE_USES', 'NUMBER_REPEATED', 'USE_CODE_UNKNOWN'] as const
const registrationKinds = ['SERIAL_IRREGULAR', 'PARTY_UNKNOWN'] as const

/** Parcels were first entered into the database from here on. */
const firstEntries = dayOf('2014-07-01')
const adultDays = 18 * 366

const origins = weighted([
  ['RECOGNISED_FREE', 56],
  ['RECOGNISED_PAID', 22],
  ['ALLOCATED_FREE', 12],
  ['ALLOCATED_PAID', 10],
])
const leases = weighted([
  ['LEASED_ANNUAL', 40],
  ['LEASED_ONCE', 60],
])

/** A certificate that was written. */
type Held = Certificate & { readonly recordKey: string }

/** Parcels, uses, certificates and parties of the households, and of the communes' organisations. */
export const landRows: MinistrySynthetic = (world) => {
  const random = createRandom()
  const numbers = personalNumbers()
  const spoilt = dirt(world.dirt, [...parcelKinds, ...registrationKinds])
  const cells = communeCells(world.catalogue)
  const writer = landWriter(world.recordKey)
  const parcelsIn = new Map<string, number>()
  let registrations = 0
  let parcels = 0
  let clean = true

  const paper = (notBefore: Day): { certificate: Certificate; partyUnknown: boolean } => {
    const kind = clean ? undefined : spoilt.pick(random, registrationKinds)
    if (kind !== undefined) spoilt.count(kind)
    const irregular = kind === 'SERIAL_IRREGULAR'
    return {
      certificate: certificate(random, { index: registrations++, notBefore, irregular }),
      partyUnknown: kind === 'PARTY_UNKNOWN',
    }
  }

  const addParcel = (plan: ParcelPlan, held: Held | undefined, place: Place): void => {
    const kind = clean ? undefined : spoilt.pick(random, parcelKinds)
    if (kind !== undefined) spoilt.count(kind)
    const commune = place.slice(3)
    const number = (parcelsIn.get(commune) ?? 0) + (kind === 'NUMBER_REPEATED' ? 0 : 1)
    parcelsIn.set(commune, number)
    const near = cells.get(commune) ?? []
    const geohash = (near[random.below(near.length)] ?? '') + geohashTail(parcels++)
    const total = plan.reduce((sum, { tenths }) => sum + tenths, 0)
    const recordKey = keyOf(held, geohash)
    writer.parcel(
      {
        geohash,
        recordKey,
        mapSheet: 1 + Math.floor(number / 400),
        parcelNumber: 1 + (number % 400),
        tenths: total + difference(kind === 'AREA_UNLIKE_USES', total),
        serial: held?.serial,
        authenticated: held !== undefined && random.chance(0.74),
        validFrom: held?.issuedOn ?? random.between(firstEntries, referenceDay - 1),
      },
      place,
    )
    plan.forEach((use, at) => {
      // DCH: a code of the list that was in force before (market land).
      const code = kind === 'USE_CODE_UNKNOWN' && at === 0 ? 'DCH' : use.code
      writer.use({ geohash, recordKey }, at + 1, useValues({ ...use, code }, held), place)
    })
  }

  /** Where nobody holds a certificate, the parcel stands for its unknown user. */
  const keyOf = (held: Held | undefined, geohash: string): string =>
    held?.recordKey ?? world.recordKey(geohash)

  /** Tenths of a square metre that the parcel's own area has more than its uses together. */
  const difference = (wrong: boolean, total: number): number => {
    if (wrong) return 6 + random.below(Math.ceil(total / 4))
    // Rounded apart: up to 0.4 m², which the rule of 0.5 m² allows.
    return random.chance(0.08) ? random.between(1, 4) : 0
  }

  const useValues = (
    { code, tenths, longTerm }: UsePlan,
    held: Certificate | undefined,
  ): string => {
    const origin = code === 'SKC' || code === 'TMD' ? leases(random) : origins(random)
    const term = longTerm || held === undefined ? '\\N' : termEnd(held.issuedOn)
    return `${code}\t${tenths / 10}\t${origin}\t${term}`
  }

  const addHeld = (plans: readonly ParcelPlan[], household: Household, place: Place): void => {
    const holding = plans.length === 0 ? undefined : holdingOf(household)
    const eldest = household.members.reduce(
      (day, { birthDay }) => Math.min(day, birthDay),
      referenceDay,
    )
    let held: Held | undefined
    if (holding !== undefined) {
      const { certificate: made, partyUnknown } = paper(eldest + adultDays)
      const parties = holding.parties.map((party, at) =>
        partyUnknown && at === 0
          ? {
              ...party,
              pin: numbers.unknown(household.province.formerCodes[0] ?? '01', 'MALE', 1965),
            }
          : party,
      )
      held = { ...made, recordKey: writer.registration(made, holding.kind, parties, place) }
    }
    for (const plan of plans) addParcel(plan, held, place)
  }

  const holdingOf = (household: Household): Holding | undefined =>
    household.index === 0 || random.chance(0.92) ? holders(random, household) : undefined

  const addOrganisations = (): void => {
    random.restart(world.seed, streams.land, fixedRows)
    for (const part of communeShares(world.catalogue)) {
      const place: Place = `${part.province.code}\t${part.commune.code}`
      for (const { name, kind, uses } of organisationPlans(random, part, world.people)) {
        const made = certificate(random, {
          index: registrations++,
          notBefore: firstEntries,
          irregular: false,
        })
        const party = { pin: undefined, organisation: name, role: 'REPRESENTATIVE' }
        const recordKey = writer.registration(made, kind, [party], place)
        addParcel(uses, { ...made, recordKey }, place)
      }
    }
  }

  addOrganisations()
  return {
    tables: writer.tables,
    dirt: spoilt.counts,
    household(household) {
      random.restart(world.seed, streams.land, household.index)
      clean = household.index === 0
      const { province, commune } = household
      const place: Place = `${province.code}\t${commune.code}`
      const { home, fields } = householdPlans(random, {
        provinceCode: province.code,
        urban: commune.kind === 'WARD',
      })
      // The personas' household has a house, whatever the draw.
      if (clean && home.length === 0) home.push([{ code: 'ODT', tenths: 624, longTerm: true }])
      addHeld(home, household, place)
      addHeld(fields, household, place)
    },
    finish: () => undefined,
  }
}
