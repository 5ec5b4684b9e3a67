import { loadData } from '../../deploy/data/load-data.ts'
import { connected } from '../../deploy/connected.ts'
import type { MinistryName } from '../../deploy/ministry-name.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { adminUrl, databaseUrl } from './database.ts'
import { recordSecret } from './record-secret.ts'

/** A text that would run, were it ever taken for markup: within an element, an attribute, or a script. */
export const hostile = `"'><img src=x onerror="window.ran=1"></script><script>window.ran=1</script><svg onload="window.ran=1">`
/** A text that a spreadsheet would take for a formula. */
export const formula = '=HYPERLINK("http://evil.invalid","x")'

export interface HostileDatabases extends AsyncDisposable {
  /** As `databaseUrl`: the databases with such names, and those of the run beside them. */
  readonly urlOf: typeof databaseUrl
}

const own = ['reference', 'population', 'education'] as const satisfies readonly MinistryName[]

/** Databases in which people, provinces and institutions are called by names that would run in a page. */
export async function openHostileDatabases(): Promise<HostileDatabases> {
  const suffix = Math.random().toString(36).slice(2)
  const nameOf = (ministry: MinistryName) => `hostile_${ministry}_${suffix}`
  const urlOf: typeof databaseUrl = (ministry, role) => {
    const found = own.find((name) => name === ministry)
    const url = databaseUrl(ministry, role)
    return found === undefined ? url : Object.assign(new URL(url), { pathname: nameOf(found) }).href
  }
  await using admin = await connected(adminUrl())
  for (const name of own) await admin.query(`CREATE DATABASE ${nameOf(name)} OWNER ${name}_owner`)
  const targets = new Map(own.map((name) => [name, urlOf(name, 'owner')] as const))
  await loadData({ people: 300, seed: 1, dirt: 0, recordSecret, targets })
  const rename = async (ministry: MinistryName, sql: string, ...values: readonly string[]) => {
    await using owner = await connected(urlOf(ministry, 'owner'))
    await owner.query(sql, [...values])
  }
  await rename('reference', `UPDATE province SET name_vi = $1 WHERE code = '01'`, hostile)
  await rename('reference', `UPDATE province SET name_vi = $1 WHERE code = '04'`, formula)
  await rename(
    'population',
    'UPDATE person SET full_name = $1 WHERE pin = $2',
    hostile,
    persona.citizenPin,
  )
  await rename('education', 'UPDATE institution SET name = $1', hostile)
  return {
    urlOf,
    async [Symbol.asyncDispose]() {
      await using end = await connected(adminUrl())
      for (const name of own)
        await end.query(`DROP DATABASE IF EXISTS ${nameOf(name)} WITH (FORCE)`)
    },
  }
}
