import type { Diagnosis } from '../../kit/synthetic/catalogue.ts'
import { dayMonth, type Day } from '../../kit/synthetic/day.ts'
import type { Random } from '../../kit/synthetic/random.ts'
import { referenceDay } from '../../kit/synthetic/reference-day.ts'
import { anyOf, weighted, type Draw } from '../../kit/synthetic/weighted.ts'

/** A visit to a doctor: on which day, and why. */
export interface Visit {
  readonly day: Day
  readonly diagnosis: string
}

/** Days before the reference day in which prescriptions are issued. */
const window = 365

/** How many acute visits each month has against the mean of the year, January first. */
const monthWeights = [1.4, 1.2, 1.1, 0.95, 0.88, 0.82, 0.92, 1.02, 1.08, 1.1, 1.22, 1.31]

/** Draws visits of the last twelve months: colds in winter, dengue fever in the rains. */
export function seasons(diagnoses: readonly Diagnosis[]): {
  acute(random: Random): Visit
  chronic(random: Random): Visit
} {
  const days = Array.from({ length: window }, (_, at) => referenceDay - window + at)
  const acuteDay = weighted(days.map((day) => [day, monthWeights[dayMonth(day) - 1] ?? 1] as const))
  const acute = diagnoses.filter((diagnosis) => !diagnosis.chronic)
  const chronic = diagnoses.filter((diagnosis) => diagnosis.chronic)
  const chronicCode = anyOf((chronic.length > 0 ? chronic : acute).map(({ code }) => code))
  const byMonth: readonly Draw<string>[] = monthWeights.map((_, at) =>
    weighted(acute.map(({ code }) => [code, seasonWeight(code, at + 1)] as const)),
  )
  return {
    acute(random) {
      const day = workday(random, acuteDay(random))
      return { day, diagnosis: (byMonth[dayMonth(day) - 1] ?? chronicCode)(random) }
    },
    chronic: (random) => ({
      day: workday(random, referenceDay - window + random.below(window)),
      diagnosis: chronicCode(random),
    }),
  }
}

function seasonWeight(code: string, month: number): number {
  const cold = month >= 11 || month <= 2
  const rains = month >= 7 && month <= 10
  if (code.startsWith('J')) return cold ? 4 : 2
  if (code === 'A90') return rains ? 2.4 : 0.3
  if (code.startsWith('A0')) return month >= 5 && month <= 8 ? 2 : 1
  return 1
}

/** Few visits fall on a Sunday; most of them move to the Monday. 1970-01-01 was a Thursday. */
function workday(random: Random, day: Day): Day {
  const sunday = (day + 4) % 7 === 0
  return sunday && day + 1 < referenceDay && random.chance(0.75) ? day + 1 : day
}
