import type { Client } from 'pg'

/** Of advisory locks; known to this program alone. */
const key = 7_406_211_905

/** Whether nobody else evaluates: of all processes over one database one does, until its connection ends. */
export async function evaluationLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock($1) AS taken',
    [key],
  )
  return rows[0]?.taken === true
}
