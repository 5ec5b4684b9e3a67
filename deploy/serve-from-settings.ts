import type { Logger } from 'pino'
import type { KeySource } from '../auth/key-set.ts'
import { openPersonKeys } from '../auth/person-keys.ts'
import { openMinistryVerifier } from '../auth/verify-ministry.ts'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { serveMinistry, type ServedMinistry } from '../subgraphs/kit/serve.ts'
import { checkReader } from './check-reader.ts'
import { cursorSecret } from './cursor-secret.ts'
import type { Settings } from './settings.ts'

export interface MinistryPlace {
  readonly databaseUrl: string
  /** 0: any free port. */
  readonly port: number
  /** The gateway's public keys, or where to find them. */
  readonly gatewayKeys: KeySource
  readonly log: Logger
}

/**
 * Serves one ministry with the limits and secrets that the settings name. An error's message begins with the
 * ministry's name.
 */
export async function serveFromSettings(
  settings: Settings,
  ministry: Ministry,
  { databaseUrl, port, gatewayKeys, log }: MinistryPlace,
): Promise<ServedMinistry> {
  try {
    await checkReader(databaseUrl)
    return await serveMinistry({
      ministry,
      databaseUrl,
      poolSize: settings.poolSize,
      verify: openMinistryVerifier({ ...gatewayKeys, ministry: ministry.name }),
      cursorSecret: await cursorSecret(settings.cursorKeyFile),
      personKeys: await openPersonKeys(settings.personKeyFile),
      host: settings.host,
      port,
      log,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'failed'
    throw new Error(`${ministry.name}: ${reason}`, { cause: error })
  }
}
