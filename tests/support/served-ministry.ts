import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Grants } from '../../auth/grants.ts'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { type Permission, permissions } from '../../auth/permission.ts'
import { openPersonKeys } from '../../auth/person-keys.ts'
import type { PersonsReport } from '../../auth/persons-report.ts'
import { allRows } from '../../auth/row-scope.ts'
import type { Role } from '../../auth/role.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import { openMinistryVerifier } from '../../auth/verify-ministry.ts'
import type { Ministry } from '../../subgraphs/kit/ministry.ts'
import { serveMinistry, type ServeOptions } from '../../subgraphs/kit/serve.ts'
import { statementTap, type TappedStatement } from './statement-tap.ts'
import { temporaryDirectory } from './temporary-directory.ts'
import { quietLog } from './quiet-log.ts'

export interface MinistryReply {
  readonly status: number
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly { readonly message: string; readonly code: string }[]
  /** What the ministry sent to its database for this request. */
  readonly statements: readonly TappedStatement[]
  /** What the ministry says that it sent. */
  readonly reported: {
    readonly statements: number
    readonly rows: number
    readonly asOf?: string
    readonly rollups?: readonly { readonly name: string; readonly asOf: string }[]
  }
  /** Whose records it says that the answer holds. */
  readonly persons: PersonsReport
}

export interface MinistryQuestion {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  /** Everything, whole, unless the test says otherwise. */
  readonly grants?: Grants
  readonly pin?: string
  /** Those that the ministry's schema names; every listed one unless the test says otherwise. */
  readonly permissions?: readonly Permission[]
  /** A citizen's own purpose, which opens every class and compartment, unless the test says otherwise. */
  readonly as?: { readonly role: Role; readonly purpose?: string }
  /** Who asks; each has a log and budgets of disclosure control of its own. */
  readonly caller?: string
}

/** A ministry over HTTP, asked as the gateway asks it: with a token of the gateway's, one at a time. */
export interface ServedForTest extends AsyncDisposable {
  /** The hash under which it reports a person. */
  readonly personHash: (pin: string) => string
  ask(question: MinistryQuestion): Promise<MinistryReply>
  lookAtRollups(): Promise<void>
}

/** Every permission, for all rows. */
export const allGrants: Grants = Object.fromEntries(permissions.map((one) => [one, allRows]))

const self = { role: 'citizen', purpose: 'citizen-self' } as const

interface Body {
  readonly data?: MinistryReply['data']
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[]
  readonly extensions?: { provenance?: MinistryReply['reported']; persons?: PersonsReport }
}

interface TokenFor {
  readonly grants: Grants
  readonly pin: string | undefined
  readonly among: readonly Permission[]
  readonly id: string
  readonly as: NonNullable<MinistryQuestion['as']>
}

/** Serves a ministry from a database, with a tap between the two. */
export async function servedMinistry(
  ministry: Ministry,
  databaseUrl: string,
  use: Pick<
    Partial<ServeOptions>,
    'rollups' | 'profileOf' | 'log' | 'writerUrl' | 'telemetry' | 'port' | 'healthPort'
  > = {},
): Promise<ServedForTest> {
  const directory = await temporaryDirectory()
  const key = await openSigningKey(join(directory.path, 'gateway.jwk.json'))
  const keys = await openPersonKeys(join(directory.path, 'persons.jwks.json'))
  const tap = await statementTap(databaseUrl)
  const served = await serveMinistry({
    ministry,
    databaseUrl: tap.url,
    poolSize: 2,
    verify: openMinistryVerifier({ jwks: key.jwks, ministry: ministry.name }),
    cursorSecret: randomBytes(32),
    personKeys: keys,
    host: '127.0.0.1',
    port: 0,
    log: quietLog(),
    ...use,
  })
  tap.take()
  const tokens = new Map<string, { token: string; until: number }>()
  /** Kept for half of its minute: a signature costs more than most questions. */
  const tokenFor = async ({ grants, pin, id, as, among }: TokenFor): Promise<string> => {
    const { role, purpose } = as
    const name = JSON.stringify([grants, pin, id, role, purpose, among])
    const known = tokens.get(name)
    if (known !== undefined && known.until > Date.now()) return known.token
    const caller = { id, roles: [role], ...(pin === undefined ? {} : { pin }) }
    const errand = {
      caller,
      ministry: ministry.name,
      grants,
      permissions: among,
      ...(purpose === undefined ? {} : { purpose }),
    }
    const token = await mintMinistryToken(key, errand, new Date())
    tokens.set(name, { token, until: Date.now() + 30_000 })
    return token
  }
  return {
    personHash: keys.person,
    ask: async ({
      query,
      variables,
      grants = allGrants,
      pin,
      permissions: among = permissions,
      caller: id = 'test',
      as = self,
    }) => {
      const response = await fetch(served.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await tokenFor({ grants, pin, id, as, among })}`,
          'x-deadline-ms': '60000',
        },
        body: JSON.stringify({ query, variables }),
      })
      const { data = null, errors = [], extensions } = (await response.json()) as Body
      return {
        status: response.status,
        data,
        errors: errors.map((one) => ({ message: one.message, code: one.extensions?.code ?? '' })),
        statements: tap.take(),
        reported: extensions?.provenance ?? { statements: 0, rows: 0 },
        persons: extensions?.persons ?? [],
      }
    },
    lookAtRollups: async () => {
      await served.lookAtRollups()
      tap.take()
    },
    [Symbol.asyncDispose]: async () => {
      await served.close()
      await tap[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}
