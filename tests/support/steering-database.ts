import { connected } from '../../deploy/connected.ts'
import { loadData } from '../../deploy/data/load-data.ts'
import { adminUrl, databaseUrl } from './database.ts'
import { recordSecret } from './record-secret.ts'

export interface SteeringDatabase extends AsyncDisposable {
  readonly url: (role: 'owner' | 'reader' | 'writer') => string
}

/** The government office's database with its definitions and demonstration series, for a test that writes. */
export async function openSteeringDatabase(): Promise<SteeringDatabase> {
  const name = `steering_${Math.random().toString(36).slice(2)}`
  const url = (role: 'owner' | 'reader' | 'writer') =>
    Object.assign(new URL(databaseUrl('steering', role)), { pathname: name }).href
  await using admin = await connected(adminUrl())
  await admin.query(`CREATE DATABASE ${name} OWNER steering_owner`)
  const targets = new Map([['steering', url('owner')] as const])
  await loadData({ people: 1, seed: 1, dirt: 0, recordSecret, targets })
  return {
    url,
    async [Symbol.asyncDispose]() {
      await using end = await connected(adminUrl())
      await end.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}
