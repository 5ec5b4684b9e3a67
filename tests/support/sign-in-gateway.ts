import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { gatewayConfig } from '../../deploy/gateway-config.ts'
import { listeningPort } from '../../deploy/listening-port.ts'
import { readSettings } from '../../deploy/settings.ts'
import type { ConsumersConfig } from '../../gateway/config.ts'
import type { ConsolePage } from '../../gateway/http/console-page.ts'
import { openGateway } from '../../gateway/server.ts'
import type { SessionConfig } from '../../gateway/session/sessions.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** Of one field: what is tested is who asks. */
const supergraphFile = fileURLToPath(new URL('one-field.graphql', import.meta.url))

/** A gateway without ministries, at which browsers sign in. */
export interface SignInGateway extends AsyncDisposable {
  /** The public origin: `http://localhost:PORT`. */
  readonly url: string
  readonly session: SessionConfig
  /** What it logged, a line each. */
  readonly logged: readonly string[]
}

export interface SignInChoice {
  /** Settings beside the port and the data folder: an issuer of a test's own, lifetimes. */
  readonly settings?: (url: string) => Promise<Readonly<Record<string, string>>>
  readonly session?: Partial<SessionConfig>
  readonly page?: ConsolePage
  readonly consumers?: ConsumersConfig
}

/** Opens one on a free port; with the development issuer unless the settings name another. */
export async function openSignInGateway(choice: SignInChoice = {}): Promise<SignInGateway> {
  const { session, ...gateway } = await openFieldGateway(choice)
  if (session !== undefined) return { ...gateway, session }
  await gateway[Symbol.asyncDispose]()
  throw new Error('expected settings with which browsers sign in')
}

/** The same, whatever the settings say of signing in. */
export async function openFieldGateway(
  choice: SignInChoice,
): Promise<Omit<SignInGateway, 'session'> & { readonly session: SessionConfig | undefined }> {
  const directory = await temporaryDirectory()
  const port = await listeningPort('127.0.0.1', 0)
  const url = `http://localhost:${port}`
  const environment = (await choice.settings?.(url)) ?? {}
  const settings = readSettings({
    PORT: String(port),
    LIEN_THONG_DATA_DIR: directory.path,
    ...environment,
  })
  const logged: string[] = []
  const config = await gatewayConfig(settings, {
    supergraphFile,
    open: false,
    // Named and never reached: the journal is off below.
    auditDatabaseUrl: 'postgresql://nobody@127.0.0.1:9/none',
    ministryUrls: {},
    page: choice.page,
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
  })
  const session = config.session && { ...config.session, ...choice.session }
  const gateway = await openGateway({
    ...config,
    ...(session === undefined ? {} : { session }),
    ...(choice.consumers === undefined ? {} : { consumers: choice.consumers }),
    audit: 'off',
    warm: false,
  })
  return {
    url,
    session,
    logged,
    [Symbol.asyncDispose]: async () => {
      await gateway.close()
      await directory[Symbol.asyncDispose]()
    },
  }
}
