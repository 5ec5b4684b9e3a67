import { path, text, url, whole } from './setting.ts'

/** The settings of the audit journal, a part of the setting table. */
export const auditSettings = Object.freeze({
  gatewayDatabaseUrl: Object.freeze({
    ...url(
      {
        name: 'GATEWAY_DATABASE_URL',
        default: undefined,
        what: 'PostgreSQL 15–18 of the audit journal, as its writer role. Not set: start makes one.',
      },
      ['postgresql:', 'postgres:'],
    ),
    secret: true as const,
  }),
  gatewayOwnerDatabaseUrl: Object.freeze({
    ...url(
      {
        name: 'GATEWAY_OWNER_DATABASE_URL',
        default: undefined,
        what: "The database of journal and registry as its tables' owner, for audit init, registry init and backup alone.",
      },
      ['postgresql:', 'postgres:'],
    ),
    secret: true as const,
  }),
  gatewayName: text(
    {
      name: 'LIEN_THONG_GATEWAY_NAME',
      unit: 'name',
      default: 'gateway',
      what: 'Name of this gateway in the audit journal; each replica needs its own.',
    },
    'letters, digits, . _ -, 1 to 64 of them',
    (value) => /^[\w.-]{1,64}$/.test(value),
  ),
  auditKeyFile: path({
    name: 'LIEN_THONG_AUDIT_KEY_FILE',
    default: undefined,
    what: 'Private key (JWK, Ed25519) that signs the audit journal. Not set: keys/audit.jwk.json in the data folder.',
  }),
  auditKeysFile: path({
    name: 'LIEN_THONG_AUDIT_KEYS_FILE',
    default: undefined,
    what: 'Public keys (JWK set, audit key) by which the oversight checks the journal, and snapshots are believed besides those of the own key. Not set: the key of this machine, where there is one.',
  }),
  personKeyFile: path({
    name: 'LIEN_THONG_PERSON_KEY_FILE',
    default: undefined,
    what: 'Keys (JWK set, oct) that hash persons in the audit journal. Not set: keys/persons.jwks.json in the data folder.',
  }),
  auditWaitMs: whole(10, 30_000, {
    name: 'LIEN_THONG_AUDIT_WAIT_MS',
    unit: 'milliseconds',
    default: '2000',
    what: 'Time that a request waits for its audit record; then AUDIT_UNAVAILABLE.',
  }),
  auditMaxWaiting: whole(1, 1_000_000, {
    name: 'LIEN_THONG_AUDIT_MAX_WAITING',
    unit: 'records',
    default: '10000',
    what: 'Audit records that wait for the database; further requests are AUDIT_UNAVAILABLE at once.',
  }),
  auditCheckpointRecords: whole(1, 100_000, {
    name: 'LIEN_THONG_AUDIT_CHECKPOINT_RECORDS',
    unit: 'records',
    default: '1000',
    what: 'Audit records between two signed checkpoints, at most.',
  }),
  auditCheckpointMs: whole(100, 3_600_000, {
    name: 'LIEN_THONG_AUDIT_CHECKPOINT_MS',
    unit: 'milliseconds',
    default: '10000',
    what: 'Time until an audit record is under a signed checkpoint.',
  }),
  auditMonths: whole(6, 1200, {
    name: 'LIEN_THONG_AUDIT_MONTHS',
    unit: 'months',
    default: '24',
    what: 'Whole months that audit records are kept before audit retain drops them.',
  }),
})
