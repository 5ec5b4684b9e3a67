import { connected } from '../connected.ts'

/** What the demonstration series say of where they come from; nothing else does. */
const demonstration = 'synthetic'

/**
 * How many observations the government office's database holds that were imported or evaluated, failures aside; 0 without
 * its tables.
 */
export async function keptHistory(ownerUrl: string): Promise<number> {
  await using client = await connected(ownerUrl)
  const { rows: known } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('public.observation') IS NOT NULL AS found`,
  )
  if (known[0]?.found !== true) return 0
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM observation WHERE query_id <> $1 AND state <> 'FAILED'`,
    [demonstration],
  )
  return rows[0]?.n ?? 0
}
