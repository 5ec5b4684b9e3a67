import type { Arena } from './arena.ts'
import { valuesUnder } from './answer.ts'

const query = `query ($known: Boolean = true) { me { pin fullName @include(if: $known) parcels { totalCount } prescriptions { totalCount } }
  people(first: 1000) { totalCount nodes { pin } } enrolments(first: 1000) { nodes { learnerPin } } }`

/** Many callers at once with one document, some gone before their answer: each gets the own answer alone. */
export async function attackInACrowd({ attempts, as, column, system }: Arena): Promise<void> {
  const pins = await column(
    'land',
    'SELECT DISTINCT person_pin FROM land_party WHERE person_pin IS NOT NULL LIMIT 25',
  )
  const tokens = await Promise.all(
    pins.map(async (pin) => [pin, await as({ sub: pin, roles: ['citizen'], pin })] as const),
  )
  const officer = await as({ roles: ['officer'], provinces: ['01', '79'] })
  const post = (token: string, text: string, signal?: AbortSignal): Promise<Response> =>
    fetch(`${system.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: text }),
      ...(signal === undefined ? {} : { signal }),
    })
  const gone = Array.from({ length: 60 }, async (_, i) => {
    const text = '{ people(first: 1000) { nodes { pin household { members { pin } } } } }'
    await post(officer, text, AbortSignal.timeout(1 + (i % 30))).catch(() => undefined)
  })
  const asked = Array.from({ length: 6 }, () => tokens)
    .flat()
    .map(([pin, token]) =>
      attempts.attack(`in a crowd: ${pin.slice(0, 3)}…`, async () => {
        const { data, errors } = (await (await post(token, query)).json()) as {
          data?: unknown
          errors?: unknown
        }
        if (errors !== undefined) throw new Error(JSON.stringify(errors))
        const found = [...valuesUnder(data, 'pin'), ...valuesUnder(data, 'learnerPin')]
        return found.length === 0 || found.some((one) => one !== pin)
      }),
    )
  await Promise.all([...gone, ...asked])
}
