import type { Arena } from './arena.ts'
import type { Victim } from './victim.ts'

/** What is asked of either kind, in turns; warm-ups are not counted. */
const rounds = 40
const warmUps = 5

/**
 * In how many of two comparisons one of a kind may be the slower one before the two are told apart. Where they take
 * equally long it is a half; with 40 of each a share beyond a quarter from it comes by chance once in ten thousand
 * times (Mann–Whitney; the standard deviation is 0.065).
 */
const maxShift = 0.25

interface Timing {
  /** Whether somebody who measures could tell the two kinds apart. */
  readonly isTold: boolean
  /** Both in milliseconds, for people. */
  readonly text: string
}

/** Measures two kinds of question that must take equally long, in pairs whose order changes. */
async function timingOf(ask: Readonly<Record<string, () => Promise<unknown>>>): Promise<Timing> {
  const kinds = Object.entries(ask).map(([name, one]) => ({ name, one, times: [] as number[] }))
  const [first, second] = kinds
  if (first === undefined || second === undefined) throw new Error('expected two kinds')
  for (let round = -warmUps; round < rounds; round++)
    for (const { one, times } of round % 2 === 0 ? [first, second] : [second, first]) {
      const began = performance.now()
      await one()
      if (round >= 0) times.push(performance.now() - began)
    }
  const slower = first.times.flatMap((ms) => second.times.filter((other) => ms > other)).length
  const share = slower / (first.times.length * second.times.length)
  const shown = kinds.map(({ name, times }) => {
    const sorted = times.toSorted((a, b) => a - b)
    const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1)
    return `${name} p10 ${at(0.1)} p50 ${at(0.5)} p90 ${at(0.9)} ms`
  })
  return {
    isTold: Math.abs(share - 0.5) > maxShift,
    text: `${shown.join(', ')}; the first is slower in ${(share * 100).toFixed(0)} % of comparisons`,
  }
}

/** Nobody's personal number. */
const nobody = '900999999998'

/**
 * How long an answer takes must not tell whether there is such a person: for who may only verify, with a wrong name;
 * and for who may read records, but not of that place. Answers a line for people on each.
 */
export async function attackTiming(
  { attempts, ask, as }: Arena,
  who: Victim,
): Promise<readonly string[]> {
  const verifier = await as({ roles: ['application'] })
  const officer = await as({ roles: ['officer'], provinces: ['01'] })
  const verify = `query ($p: PersonalId!) {
    verifyPerson(pin: $p, fullName: "Không Phải Ai", birthDate: "1990-01-01") }`
  const read = 'query ($p: PersonalId!) { person(pin: $p) { fullName birthDate } }'
  const lines: string[] = []
  for (const [name, token, query] of [
    ['verifyPerson', verifier, verify],
    ['person elsewhere', officer, read],
  ] as const)
    await attempts.attack(`timing: ${name} tells who exists`, async () => {
      const { isTold, text } = await timingOf({
        known: () => ask(token, query, { p: who.pin }),
        nobody: () => ask(token, query, { p: nobody }),
      })
      lines.push(`${name}: ${text}`)
      return isTold
    })
  return lines
}
