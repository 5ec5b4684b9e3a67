import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { PersonKeys } from '../auth/person-keys.ts'
import type { RateLimits } from '../gateway/rates/consumer-limits.ts'
import type { RatesConfig } from '../gateway/rates/rates.ts'
import { jsonOf } from '../schema/json-of.ts'
import type { Settings } from './settings.ts'

const count = z.int().min(1).max(100_000_000_000)

const ownLimits = z
  .strictObject({ requestsPerMinute: count, costPerMinute: count, personsPerDay: count })
  .partial()

const limitsOfApplications = z.record(z.string().min(1).max(256), ownLimits)

/**
 * The rates of a gateway from the settings; names of counts are hashed under the key of persons, which replicas share.
 * Throws an Error that says what is wrong with the file of applications' own limits.
 */
export async function ratesConfig(
  settings: Settings,
  { text: hash }: Pick<PersonKeys, 'text'>,
): Promise<RatesConfig> {
  const { requestsPerMinute, costPerMinute, personsPerDay } = settings
  const { unknownPerMinute, signInsPerMinute, valkeyUrl, valkeyMs } = settings
  return {
    limits: {
      byRole: { requestsPerMinute, costPerMinute, personsPerDay },
      byApplication: await limitsIn(settings.consumerLimitsFile),
      unknownPerMinute,
      signInsPerMinute,
    },
    valkeyUrl,
    valkeyMs,
    hash,
  }
}

async function limitsIn(file: string | undefined): Promise<RateLimits['byApplication']> {
  if (file === undefined) return {}
  const read = limitsOfApplications.safeParse(jsonOf(await readFile(file, 'utf8')))
  // JSON holds no undefined: a limit that is there is a number.
  if (read.success) return read.data as RateLimits['byApplication']
  const problems = read.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? 'the file' : path.join(' · ')}: ${message}`,
  )
  throw new Error(
    `${file}: expected for each application any of requestsPerMinute, costPerMinute and personsPerDay, ` +
      `whole numbers from 1:\n  ${problems.join('\n  ')}`,
  )
}
