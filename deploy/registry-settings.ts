import { ministryOrigins } from './ministry-origins.ts'
import { path, text, url, whole } from './setting.ts'

const names = (value: string) => value.split(',').map((name) => name.trim())
const isNames = (value: string) => names(value).every((name) => /^[a-z][a-z0-9-]{0,62}$/.test(name))

/** The settings of the registry of schemas and of the gateways that follow it, a part of the setting table. */
export const registrySettings = Object.freeze({
  registryDatabaseUrl: Object.freeze({
    ...url(
      {
        name: 'LIEN_THONG_REGISTRY_DATABASE_URL',
        default: undefined,
        what: 'PostgreSQL 15–18 of the registry, as registry_writer; it is served under /registry then. Not set: start makes one.',
      },
      ['postgresql:', 'postgres:'],
    ),
    secret: true as const,
  }),
  registryKeyFile: path({
    name: 'LIEN_THONG_REGISTRY_KEY_FILE',
    default: undefined,
    what: 'Private key (JWK, Ed25519) that signs supergraphs. Not set: keys/registry.jwk.json in the data folder.',
  }),
  registryApprovals: text(
    {
      name: 'LIEN_THONG_REGISTRY_APPROVALS',
      unit: 'names',
      default: undefined,
      what: 'Subgraphs of which a second publisher lets a version go live. Not set: none.',
    },
    'names of subgraphs with commas between, or all',
    isNames,
  ),
  registryUrl: url(
    {
      name: 'LIEN_THONG_REGISTRY_URL',
      default: undefined,
      what: 'Registry that gateway follows: https://host/registry. Not set: the one in its process; without one, the file.',
    },
    ['http:', 'https:'],
  ),
  registryToken: Object.freeze({
    ...text(
      {
        name: 'LIEN_THONG_REGISTRY_TOKEN',
        unit: 'text',
        default: undefined,
        what: 'Shared secret with which gateways read supergraphs of a registry. Not set: operators alone read them.',
      },
      'letters, digits and . _ ~ + / = -, 32 to 256 of them',
      (value) => /^[\w.~+/=-]{32,256}$/.test(value),
    ),
    secret: true as const,
  }),
  useToken: Object.freeze({
    ...text(
      {
        name: 'LIEN_THONG_USE_TOKEN',
        unit: 'text',
        default: undefined,
        what: 'Shared secret with which gateways elsewhere hand a registry their counts of use. Not set: none do.',
      },
      'letters, digits and . _ ~ + / = -, 32 to 256 of them',
      (value) => /^[\w.~+/=-]{32,256}$/.test(value),
    ),
    secret: true as const,
  }),
  registryKeysFile: path({
    name: 'LIEN_THONG_REGISTRY_KEYS_FILE',
    default: undefined,
    what: 'Public keys (JWK set) that a followed registry signs with; needed beside LIEN_THONG_REGISTRY_URL.',
  }),
  registryPollMs: whole(100, 600_000, {
    name: 'LIEN_THONG_REGISTRY_POLL_MS',
    unit: 'milliseconds',
    default: '500',
    what: 'Time between two looks at the registry that is followed.',
  }),
  ministryOrigins: text(
    {
      name: 'LIEN_THONG_MINISTRY_ORIGINS',
      unit: 'list',
      default: undefined,
      what: 'Where a registry may send this gateway: origins, each for all or as name=origin. Not set: the loopback beside the development issuer, else nowhere.',
    },
    'origins (https://host:port), each perhaps with name= before, with commas between',
    (value) => ministryOrigins(value) !== undefined,
  ),
  useDays: whole(1, 400, {
    name: 'LIEN_THONG_USE_DAYS',
    unit: 'days',
    default: '30',
    what: 'Days of use by which the registry judges what a change breaks.',
  }),
  useIntervalMs: whole(100, 600_000, {
    name: 'LIEN_THONG_USE_INTERVAL_MS',
    unit: 'milliseconds',
    default: '10000',
    what: 'Time between two writes of the counts of use; those since the last are lost when a gateway is killed.',
  }),
  trustedOnly: text(
    {
      name: 'LIEN_THONG_TRUSTED_ONLY',
      unit: 'names',
      default: undefined,
      what: 'Applications that may ask registered documents alone; * is every application. Not set: none.',
    },
    'names of applications with commas between, or *',
    (value) => names(value).every((name) => name !== '' && name.length <= 256),
  ),
  contracts: text(
    {
      name: 'LIEN_THONG_CONTRACTS',
      unit: 'names',
      default: undefined,
      what: 'Variants of the registry that the gateway serves too, each under /graphql/NAME. Not set: none.',
    },
    'names of variants with commas between',
    isNames,
  ),
})
