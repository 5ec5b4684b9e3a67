import type { Period } from './period.ts'

/**
 * The variables that a method's document declares, of those that a period gives: its days (`from`, `last`), its moments
 * in Viet Nam (`start`, `end`, the end excluded), ages on its last day, and the school year that begins in its year with
 * the years of birth of its pupils. Throws for a variable that no period gives.
 */
export function methodVariables(
  document: string,
  { first, last, next }: Period,
): Readonly<Record<string, string>> {
  const year = Number(first.slice(0, 4))
  const given: Readonly<Record<string, string>> = {
    from: first,
    last,
    start: `${first}T00:00:00+07:00`,
    end: `${next}T00:00:00+07:00`,
    bornAfter16: yearsBefore(last, 16),
    bornBefore60: yearsBefore(last, 60),
    schoolYear: `${year}-${year + 1}`,
    bornFrom: `${year - 17}-01-01`,
    bornTo: `${year - 6}-12-31`,
    upperFrom: `${year - 17}-01-01`,
    upperTo: `${year - 15}-12-31`,
  }
  const declared = [...document.matchAll(/\$(\w+):/g)].map(([, name = '']) => name)
  return Object.fromEntries(
    declared.map((name) => {
      const value = given[name]
      if (value === undefined)
        throw new Error(`expected a variable that a period gives, got ${name}`)
      return [name, value]
    }),
  )
}

function yearsBefore(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) - years}${day.slice(4)}`
}
