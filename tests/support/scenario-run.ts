import { personaCodes } from '../../deploy/persona-codes.ts'
import { callerToken, type Claims } from '../attack/caller-token.ts'
import { connected } from '../../deploy/connected.ts'
import { databaseUrl } from './database.ts'
import type { System } from './system.ts'

/** An officer of the personas' province, without a name. */
export const provinceOfficer: Claims = {
  roles: ['officer'],
  agency: 'population',
  provinces: [personaCodes.officerProvince],
}

export const stormReason = 'Bão số 9 vào đất liền lúc 4 giờ; cần biết ai phải rời đi trước.'

/** What a run of a scenario answered, line by line; of a refusal its one body. */
export interface Ran {
  readonly status: number
  readonly id: string
  readonly lines: readonly Line[]
  /** The data of a step. */
  readonly data: (step: string) => unknown
  /** The code of a run that was refused. */
  readonly code: unknown
}

interface Failure {
  readonly message: string
  readonly extensions: Readonly<Record<string, unknown>>
}

interface Line {
  readonly run?: { readonly id: string; readonly steps: number }
  readonly step?: string
  readonly answer?: { readonly data?: unknown; readonly errors?: readonly Failure[] }
  readonly end?: { readonly answered: number }
  readonly errors?: readonly Failure[]
}

export interface RunAsked {
  readonly code: string
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Runs a scenario as a caller of these claims, whose token is bound to no purpose unless they name one. */
export async function runScenario(
  system: System,
  claims: Claims,
  { code, body, headers = {} }: RunAsked,
): Promise<Ran> {
  const response = await fetch(`${system.url}/scenarios-api/scenarios/${code}/runs`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await callerToken(system, { purpose: undefined, ...claims })}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  return {
    status: response.status,
    id: lines[0]?.run?.id ?? '',
    lines,
    data: (step) => lines.find((line) => line.step === step)?.answer?.data,
    code: lines[0]?.errors?.[0]?.extensions['code'],
  }
}

/** Communes of a province where somebody lives, by their codes. */
export async function communesOf(
  province: string,
  most: number,
  databases = databaseUrl,
): Promise<readonly string[]> {
  await using population = await connected(databases('population', 'owner'))
  const { rows } = await population.query<{ code: string }>(
    'SELECT commune_code AS code FROM household WHERE province_code = $1 GROUP BY 1 ORDER BY 1 LIMIT $2',
    [province, most],
  )
  return rows.map(({ code }) => code)
}
