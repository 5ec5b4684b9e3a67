import { join } from 'node:path'
import type { z } from 'zod'
import { type SubgraphName, subgraphNames } from './ministry-name.ts'
import { nearestName } from './nearest-name.ts'
import type { Setting } from './setting.ts'
import { fileSetting, settingText } from './setting-text.ts'
import {
  type MinistrySuffix,
  ministrySetting,
  ministrySettings,
  settingTable,
} from './setting-table.ts'

type Table = typeof settingTable
/** Not set in the environment, these lie in the data folder or on this machine. */
type Assumed =
  | 'gatewayKeyFile'
  | 'gatewayJwksUrl'
  | 'cursorKeyFile'
  | 'recordKeyFile'
  | 'auditKeyFile'
  | 'personKeyFile'
  | 'registryKeyFile'
  | 'sessionKeyFile'
  | 'consoleDir'
/** Not set in the environment, there is none. */
type Optional =
  | 'oidcIssuer'
  | 'oidcClientId'
  | 'oidcClientSecret'
  | 'publicUrl'
  | 'gatewayDatabaseUrl'
  | 'gatewayOwnerDatabaseUrl'
  | 'steeringWriterUrl'
  | 'reviewsUrl'
  | 'registryDatabaseUrl'
  | 'trustedOnly'
  | 'registryApprovals'
  | 'registryUrl'
  | 'registryToken'
  | 'registryKeysFile'
  | 'ministryOrigins'
  | 'contracts'
  | 'valkeyUrl'
  | 'consumerLimitsFile'
  | 'trustedProxies'
  | 'commit'
  | 'otlpEndpoint'
  | 'otlpTracesEndpoint'
  | 'otlpHeaders'
  | 'logLevel'
  | 'tlsCertFile'
  | 'tlsKeyFile'
  | 'tlsCaFile'
  | 'tlsClientNames'
  | 'gatewayKeysFile'
  | 'snapshotDir'
  | 'snapshotDatasets'
type Value<Key extends keyof Table> = z.output<Table[Key]['shape']>

/** Every setting, read and checked. */
export type Settings = Readonly<
  { [Key in Exclude<keyof Table, Optional | 'metricsPort'>]: Value<Key> } & {
    [Key in Assumed]: string
  } & {
    [Key in Optional]: string | undefined
  } & {
    metricsPort: number | undefined
    /** Those that the environment names; each a reader's URL. */
    databaseUrls: Readonly<Partial<Record<SubgraphName, string>>>
    /** Those that the environment names; each its tables' owner's. */
    ownerDatabaseUrls: Readonly<Partial<Record<SubgraphName, string>>>
    ministryUrls: Readonly<Partial<Record<SubgraphName, string>>>
    /** Private key of the development issuer. */
    issuerKeyFile: string
  }
>

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads every setting from the environment, secrets also from files (setting-text.ts); an empty one counts as not set.
 * Throws one Error that lists each wrong setting (name, expected, got; a secret's value is never shown) and each
 * unknown LIEN_THONG_ name with the nearest known one.
 */
export function readSettings(environment: Environment): Settings {
  const problems = unknownNames(environment)
  const read = (setting: Setting): unknown => {
    const text = textOf(setting, environment, problems)
    if (text === undefined) return undefined
    const result = setting.shape.safeParse(text)
    if (result.success) return result.data
    const got = setting.secret === true ? 'something else' : JSON.stringify(text.slice(0, 200))
    problems.push(`${setting.name}: expected ${setting.range}, got ${got}`)
    return undefined
  }
  const values = Object.fromEntries(
    Object.entries(settingTable).map(([key, setting]) => [key, read(setting)]),
  ) as { [Key in keyof Table]: Value<Key> }
  const urls = new Map(ministrySettings.map((setting) => [setting.name, read(setting)]))
  if (problems.length > 0) throw new Error(`wrong settings:\n  ${problems.join('\n  ')}`)

  const keys = join(values.dataDir, 'keys')
  const named = (suffix: MinistrySuffix) =>
    Object.freeze(
      Object.fromEntries(
        subgraphNames
          .map((ministry) => [ministry, urls.get(ministrySetting(ministry, suffix))] as const)
          .filter(([, url]) => url !== undefined),
      ),
    ) as Settings['databaseUrls']
  return Object.freeze({
    ...values,
    gatewayKeyFile: values.gatewayKeyFile ?? join(keys, 'gateway.jwk.json'),
    gatewayJwksUrl:
      values.gatewayJwksUrl ?? `http://127.0.0.1:${values.port}/.well-known/jwks.json`,
    cursorKeyFile: values.cursorKeyFile ?? join(keys, 'cursor.key'),
    auditKeyFile: values.auditKeyFile ?? join(keys, 'audit.jwk.json'),
    personKeyFile: values.personKeyFile ?? join(keys, 'persons.jwks.json'),
    registryKeyFile: values.registryKeyFile ?? join(keys, 'registry.jwk.json'),
    sessionKeyFile: values.sessionKeyFile ?? join(keys, 'session.jwks.json'),
    recordKeyFile: values.recordKeyFile ?? join(keys, 'record.key'),
    issuerKeyFile: join(keys, 'issuer.jwk.json'),
    consoleDir: values.consoleDir ?? join(values.dataDir, 'console'),
    databaseUrls: named('DATABASE_URL'),
    ownerDatabaseUrls: named('OWNER_DATABASE_URL'),
    ministryUrls: named('URL'),
  })
}

function textOf(
  setting: Setting,
  environment: Environment,
  problems: string[],
): string | undefined {
  try {
    return settingText(setting, environment)
  } catch (error) {
    problems.push(error instanceof Error ? error.message : `${setting.name}: unreadable`)
    return undefined
  }
}

function unknownNames(environment: Environment): string[] {
  const known = Object.values<Setting>(settingTable).flatMap((setting) =>
    setting.secret === true ? [setting.name, fileSetting(setting)] : [setting.name],
  )
  return Object.keys(environment)
    .filter((name) => name.startsWith('LIEN_THONG_') && !known.includes(name))
    .sort()
    .map((name) => {
      const near = nearestName(name, known)
      return `${name}: unknown setting${near === undefined ? '' : `; did you mean ${near}?`}`
    })
}
