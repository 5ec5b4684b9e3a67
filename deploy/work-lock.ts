import type { Client } from 'pg'

/** Of advisory locks; known to this program alone. */
const keys = { evaluation: 7_406_211_905, snapshot: 7_406_211_906, agreement: 7_406_211_907 }

/** Whether nobody else does it: of all processes over one database one does, until its connection ends. */
export async function workLock(client: Client, work: keyof typeof keys): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock($1) AS taken',
    [keys[work]],
  )
  return rows[0]?.taken === true
}
