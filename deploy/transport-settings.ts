import { path, text, whole } from './setting.ts'

const isNames = (value: string) =>
  value
    .split(',')
    .every((name) => /^[0-9A-Za-z](?:[0-9A-Za-z.-]{0,251}[0-9A-Za-z])?$/.test(name.trim()))

/** The settings of certificates, and of how a process takes its leave, a part of the setting table. */
export const transportSettings = Object.freeze({
  tlsCertFile: path({
    name: 'LIEN_THONG_TLS_CERT_FILE',
    default: undefined,
    what: 'Certificate (PEM, with what is between it and the authority) of this process: a ministry serves https with it, the gateway shows it to ministries. Read again when it changes.',
  }),
  tlsKeyFile: path({
    name: 'LIEN_THONG_TLS_KEY_FILE',
    default: undefined,
    what: "The certificate's private key (PEM).",
  }),
  tlsCaFile: path({
    name: 'LIEN_THONG_TLS_CA_FILE',
    default: undefined,
    what: 'Authorities (PEM) of which one must have signed the certificate of the other side.',
  }),
  tlsClientNames: text(
    {
      name: 'LIEN_THONG_TLS_CLIENT_NAMES',
      unit: 'names',
      default: undefined,
      what: "Names of which a caller's certificate must hold one, at a ministry. Not set: any certificate of the authorities.",
    },
    'DNS names with commas between',
    isNames,
  ),
  healthPort: whole(0, 65_535, {
    name: 'LIEN_THONG_HEALTH_PORT',
    unit: 'TCP port',
    default: '0',
    what: 'Port of a ministry where /live and /ready answer without TLS and nothing else does; 0: none.',
  }),
  drainMs: whole(0, 600_000, {
    name: 'LIEN_THONG_DRAIN_MS',
    unit: 'milliseconds',
    default: '0',
    what: 'Time between SIGTERM, when /ready turns 503 and answers ask for new connections, and the end of listening.',
  }),
  gatewayKeysFile: path({
    name: 'LIEN_THONG_GATEWAY_KEYS_FILE',
    default: undefined,
    what: "The gateway's public keys (JWK set, gateway key) for a ministry, read again when a token names another; instead of LIEN_THONG_GATEWAY_JWKS_URL.",
  }),
  consoleDir: path({
    name: 'LIEN_THONG_CONSOLE_DIR',
    default: undefined,
    what: 'Folder of built pages. Not set: console in the data folder.',
  }),
})
