import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publicKeysIn } from '../auth/key-file.ts'
import type { SigningKey } from '../auth/signing-key.ts'
import { openSigningKey } from '../auth/signing-key.ts'
import type { FollowConfig, GatewayConfig, RegistryConfig } from '../gateway/config.ts'
import { houseReports } from './house-reports.ts'
import { methodReports } from './steering/method-reports.ts'
import { loopbackOnly, ministryOrigins, type MayAsk } from './ministry-origins.ts'
import { ministryFiles } from './ministries.ts'
import type { Settings } from './settings.ts'

type Parts = Pick<GatewayConfig, 'registry' | 'follow' | 'mayAsk' | 'consumers' | 'reports'>

/**
 * The registry that a gateway carries or follows, from the settings: one elsewhere where LIEN_THONG_REGISTRY_URL names
 * it, else the one whose database is known. Neither: the gateway reads a file. Throws when the keys of a followed
 * registry are missing.
 */
export async function registryConfig(
  settings: Settings,
  embeddedUrl: string | undefined,
): Promise<Parts> {
  const mayAsk = mayAskOf(settings)
  const follow = {
    token: settings.registryToken,
    intervalMs: settings.registryPollMs,
    copyFolder: join(settings.dataDir, 'registry'),
    contracts: settings.contracts === undefined ? [] : namesOf(settings.contracts),
  } satisfies Partial<FollowConfig>
  const { registryUrl: url } = settings
  const databaseUrl = settings.registryDatabaseUrl ?? embeddedUrl
  const consumers = await consumersOf(settings, databaseUrl)
  if (url !== undefined)
    return { mayAsk, ...consumers, follow: { ...follow, url, keys: await pinned(settings) } }
  if (databaseUrl === undefined) return {}
  const key = await openSigningKey(settings.registryKeyFile)
  const registry = await registryParts(settings, databaseUrl, key)
  return { mayAsk, ...consumers, registry, follow: { ...follow, url: undefined, keys: key.jwks } }
}

/**
 * A gateway that follows a registry elsewhere counts, and keeps reports, where it is told the registry's database too;
 * else it counts over HTTP.
 */
async function consumersOf(
  settings: Settings,
  databaseUrl: string | undefined,
): Promise<Pick<GatewayConfig, 'consumers' | 'reports'>> {
  const { registryUrl: url, useToken: token } = settings
  if (databaseUrl === undefined && url !== undefined && token !== undefined)
    return { consumers: { registry: { url, token }, useIntervalMs: settings.useIntervalMs } }
  if (databaseUrl === undefined) return {}
  const { useIntervalMs, trustedOnly, reportPollMs: pollMs } = settings
  const only = trustedOnly === undefined ? [] : namesOf(trustedOnly)
  const { reportRuns: maxRuns, reportRunBytes: maxRunBytes } = settings
  return {
    consumers: { databaseUrl, useIntervalMs, trustedOnly: only },
    reports: {
      databaseUrl,
      seed: [...(await houseReports()), ...methodReports],
      pollMs,
      maxRuns,
      maxRunBytes,
    },
  }
}

async function registryParts(
  settings: Settings,
  databaseUrl: string,
  key: SigningKey,
): Promise<RegistryConfig> {
  const approvals = new Set(
    settings.registryApprovals === undefined ? [] : namesOf(settings.registryApprovals),
  )
  const seed = ministryFiles.map(async ({ name, file, url }) => ({
    name,
    sdl: await readFile(file, 'utf8'),
    url: settings.ministryUrls[name] ?? url,
  }))
  return {
    databaseUrl,
    key,
    followerToken: settings.registryToken,
    useToken: settings.useToken,
    needsApproval: (name) => approvals.has('all') || approvals.has(name),
    useDays: settings.useDays,
    seed: await Promise.all(seed),
  }
}

function mayAskOf({ ministryOrigins: list, oidcIssuer }: Settings): MayAsk {
  const origins = list === undefined ? undefined : ministryOrigins(list)
  if (origins !== undefined) return origins
  return oidcIssuer === undefined ? loopbackOnly : () => false
}

async function pinned({ registryKeysFile: file }: Settings): Promise<FollowConfig['keys']> {
  if (file === undefined)
    throw new Error(
      'LIEN_THONG_REGISTRY_URL is set without LIEN_THONG_REGISTRY_KEYS_FILE; expected the public keys ' +
        'that the registry signs with (curl https://host/registry/keys, checked by another way)',
    )
  return await publicKeysIn(file)
}

function namesOf(list: string): readonly string[] {
  return [...new Set(list.split(',').map((name) => name.trim()))]
}
