import { dayOf, dayText, type Day } from '../../kit/synthetic/day.ts'
import { permutation } from '../../kit/synthetic/permutation.ts'
import type { Random } from '../../kit/synthetic/random.ts'
import { referenceDay } from '../../kit/synthetic/reference-day.ts'

export interface Certificate {
  readonly serial: string
  readonly registerNumber: string
  readonly issuedOn: Day
}

/** From this day on certificates are printed on the new form. */
const newForm = dayOf('2025-01-01')
const firstCertificates = dayOf('1994-01-01')

/**
 * The certificate of a number: two letters and six digits on the old form, two letters and eight digits
 * on the new one, or ten digits where it is `irregular`. No two numbers share a serial.
 */
export function certificate(
  random: Random,
  { index, notBefore, irregular }: { index: number; notBefore: Day; irregular: boolean },
): Certificate {
  const past = random.unit() ** 1.5
  const issuedOn = Math.max(
    firstCertificates,
    Math.min(referenceDay - 1, notBefore),
    referenceDay - 1 - Math.floor(past * 11_500),
  )
  const number = permutation(index, 14, 19)
  const recent = issuedOn >= newForm
  return {
    serial: irregular ? String(2_000_000_000 + number) : serial(number, recent),
    registerNumber: recent
      ? `CN ${1 + random.below(99_999)}`
      : `CH${String(1 + random.below(99_999)).padStart(5, '0')}`,
    issuedOn,
  }
}

function serial(number: number, recent: boolean): string {
  const size = recent ? 100_000_000 : 1_000_000
  const series = Math.floor(number / size)
  const letters = String.fromCodePoint(65 + Math.floor(series / 26), 65 + (series % 26))
  return `${letters} ${String(number % size).padStart(recent ? 8 : 6, '0')}`
}

/** End of a term of 50 years from the certificate's date. */
export function termEnd(issuedOn: Day): string {
  const text = dayText(issuedOn)
  const month = text.slice(5) === '02-29' ? '02-28' : text.slice(5)
  return `${Number(text.slice(0, 4)) + 50}-${month}`
}
