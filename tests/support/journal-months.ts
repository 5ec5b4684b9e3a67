import type { Client } from 'pg'

/** Makes the journal's partitions of the month of a moment, as the owner: for records of a test that are older than it. */
export async function ensureMonth(journal: Client, at: Date): Promise<void> {
  const month = at.toISOString().slice(0, 7)
  for (const table of ['record', 'person'])
    await journal.query(
      `CREATE TABLE IF NOT EXISTS audit.${table}_${month.replace('-', '_')} PARTITION OF audit.${table}
       FOR VALUES FROM ('${month}-01 00:00:00+00') TO ('${nextMonth(month)}-01 00:00:00+00')`,
    )
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}
