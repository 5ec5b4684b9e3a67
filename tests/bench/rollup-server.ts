import { pino } from 'pino'
import { openMinistryVerifier } from '../../auth/verify-ministry.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import { serveMinistry } from '../../subgraphs/kit/serve.ts'

// A ministry of one table, in a process of its own so that its processor time can be told.
const { DATABASE_URL: databaseUrl = '', JWKS: jwks = '{}' } = process.env
const folder = new URL('rollup-source/', import.meta.url)
const served = await serveMinistry({
  ministry: ministry({ name: 'reference', port: 0, folder }),
  databaseUrl,
  poolSize: 2,
  verify: openMinistryVerifier({ jwks: JSON.parse(jwks) as never, ministry: 'reference' }),
  cursorSecret: new Uint8Array(32),
  // Its rows are about nobody.
  personKeys: { person: String, everyPerson: (pin) => [pin], isOurs: () => true, text: String },
  host: '127.0.0.1',
  port: 0,
  log: pino({ level: 'error' }),
  rollups: { maxAgeMs: 86_400_000, checkMs: 500 },
})
console.log(`serves ${served.url}`)
process.once('SIGTERM', () => void served.close())
