import { connected } from '../../deploy/connected.ts'
import { loadData } from '../../deploy/data/load-data.ts'
import type { DatabaseRole } from '../../deploy/database-name.ts'
import { adminUrl, databaseUrl, loadedPeople } from './database.ts'
import { recordSecret } from './record-secret.ts'

export interface LandDatabase extends AsyncDisposable {
  readonly url: (role: DatabaseRole) => string
}

/** A land database of a test's own, about the people of the whole run, for figures that it keeps there. */
export async function openLandDatabase(): Promise<LandDatabase> {
  const name = `land_${Math.random().toString(36).slice(2)}`
  const url = (role: DatabaseRole) =>
    Object.assign(new URL(databaseUrl('land', role)), { pathname: name }).href
  await using admin = await connected(adminUrl())
  await admin.query(`CREATE DATABASE ${name} OWNER land_owner`)
  const { people, seed, dirt } = loadedPeople()
  await loadData({ people, seed, dirt, recordSecret, targets: new Map([['land', url('owner')]]) })
  return {
    url,
    async [Symbol.asyncDispose]() {
      await using end = await connected(adminUrl())
      await end.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}
