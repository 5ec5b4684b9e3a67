import { countByRole } from './count-by-role.ts'
import { path, text, url, whole } from './setting.ts'
import { trustedProxies } from './trusted-proxies.ts'

/** The settings of what callers may take in a minute and on a day, a part of the setting table. */
export const rateSettings = Object.freeze({
  valkeyUrl: Object.freeze({
    ...url(
      {
        name: 'VALKEY_URL',
        default: undefined,
        what: 'Valkey (or Redis 7) by which replicas count together what callers take. Not set: each process counts for itself.',
      },
      ['redis:', 'rediss:'],
    ),
    secret: true as const,
  }),
  valkeyMs: whole(1, 1000, {
    name: 'LIEN_THONG_VALKEY_MS',
    unit: 'milliseconds',
    default: '25',
    what: 'Time that a request waits for Valkey; beyond it the process counts for itself.',
  }),
  requestsPerMinute: countByRole(100_000_000, {
    name: 'LIEN_THONG_REQUESTS_PER_MINUTE',
    unit: 'requests',
    default: '6000 application=60000',
    what: 'Requests of one consumer (application and subject) in a minute, and by role where it differs; more are RATE_LIMITED.',
  }),
  costPerMinute: countByRole(100_000_000_000, {
    name: 'LIEN_THONG_COST_PER_MINUTE',
    unit: 'objects',
    default: '5000000 citizen=500000 analyst=20000000 application=50000000',
    what: 'Objects that one consumer may be answered in a minute, and by role where it differs; more are RATE_LIMITED.',
  }),
  personsPerDay: countByRole(100_000_000, {
    name: 'LIEN_THONG_PERSONS_PER_DAY',
    unit: 'persons',
    default: '1000000 citizen=1000 doctor=5000 pharmacist=5000',
    what: 'Distinct persons whose records one caller may be shown on a day in Viet Nam, and by role where it differs.',
  }),
  consumerLimitsFile: path({
    name: 'LIEN_THONG_CONSUMER_LIMITS_FILE',
    default: undefined,
    what: 'JSON: for an application by name, its own requestsPerMinute, costPerMinute and personsPerDay. Not set: those of roles.',
  }),
  unknownPerMinute: whole(1, 10_000_000, {
    name: 'LIEN_THONG_UNKNOWN_PER_MINUTE',
    unit: 'requests',
    default: '600',
    what: 'Requests of one address in a minute that may be refused as UNAUTHENTICATED; the next are RATE_LIMITED.',
  }),
  signInsPerMinute: whole(1, 10_000_000, {
    name: 'LIEN_THONG_SIGN_INS_PER_MINUTE',
    unit: 'requests',
    default: '600',
    what: 'Steps of signing in (two each) of one address in a minute; more are RATE_LIMITED.',
  }),
  trustedProxies: text(
    {
      name: 'LIEN_THONG_TRUSTED_PROXIES',
      unit: 'list',
      default: undefined,
      what: 'Proxies before the gateway whose X-Forwarded-For, -Proto and -Host are believed. Not set: nobody is believed.',
    },
    'addresses and networks (10.0.0.0/8) with commas between',
    (value) => trustedProxies(value) !== undefined,
  ),
})
