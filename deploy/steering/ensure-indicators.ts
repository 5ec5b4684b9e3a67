import { readFile } from 'node:fs/promises'
import { type Client, escapeIdentifier } from 'pg'
import { definitionRow, indicators, targetRows } from '../../subgraphs/steering/indicators.ts'
import { connected } from '../connected.ts'

export interface Ensured {
  readonly added: number
  /** Indicators whose definition or targets are another: their next version. */
  readonly changed: number
}

type Cells = Readonly<Record<string, string | number | boolean | null>>

const tablesFile = new URL('../../subgraphs/steering/tables.sql', import.meta.url)
const upgradeFile = new URL('../../subgraphs/steering/upgrade.sql', import.meta.url)

/**
 * Makes the government office's tables where they are missing, brings those of an earlier version up to date, and stores the definitions that the product brings along
 * where they are new or others, all or nothing. Repeating it changes nothing, and nothing observed is touched. The role
 * steering_reader must exist.
 */
export async function ensureIndicators(ownerUrl: string): Promise<Ensured> {
  await using client = await connected(ownerUrl)
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<{ found: boolean }>(
      `SELECT to_regclass('public.indicator') IS NOT NULL AS found`,
    )
    const isThere = rows[0]?.found === true
    await client.query(await readFile(isThere ? upgradeFile : tablesFile, 'utf8'))
    if (isThere) await ensureTasks(client)
    const ensured = await ensureDefinitions(client)
    await client.query('COMMIT')
    return ensured
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** The tables of tasks, which an earlier version did not have: their parts of tables.sql. */
async function ensureTasks(client: Client): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('public.task') IS NOT NULL AS found`,
  )
  if (rows[0]?.found === true) return
  const text = await readFile(tablesFile, 'utf8')
  const parts = text.matchAll(/^-- tasks begin$(.*?)^-- tasks end$/gms)
  await client.query([...parts].map(([, part = '']) => part).join('\n'))
}

async function ensureDefinitions(client: Client): Promise<Ensured> {
  await client.query('LOCK TABLE indicator IN SHARE ROW EXCLUSIVE MODE')
  const stored = new Map(
    (await client.query<Cells>('SELECT * FROM indicator')).rows.map((row) => [row['code'], row]),
  )
  const targets = await client.query<Cells>(
    `SELECT t.indicator_code, area_code, to_char(valid_from, 'YYYY-MM-DD') AS valid_from, target, warning, alert
     FROM indicator_target AS t WHERE indicator_version = (
       SELECT max(indicator_version) FROM indicator_target WHERE indicator_code = t.indicator_code)
     ORDER BY area_code, valid_from`,
  )
  let [added, changed] = [0, 0]
  for (const definition of indicators) {
    const row = definitionRow(definition)
    const wanted = targetRows(definition)
    const before = stored.get(row.code)
    const present = targets.rows.filter((one) => one['indicator_code'] === row.code)
    const isNewTarget = !isSameList(wanted, present)
    if (before !== undefined && !isNewTarget && isSame(row, before)) continue
    const version = before === undefined ? 1 : Number(before['version']) + 1
    if (before === undefined) await insert(client, 'indicator', { ...row, version })
    else await update(client, { ...row, version })
    if (isNewTarget)
      for (const one of wanted)
        await insert(client, 'indicator_target', { ...one, indicator_version: version })
    if (before === undefined) added += 1
    else changed += 1
  }
  return { added, changed }
}

function isSame(wanted: Cells, stored: Cells): boolean {
  return Object.entries(wanted).every(([name, cell]) => stored[name] === cell)
}

/** By area and day, as the statement orders them. */
function isSameList(wanted: readonly Cells[], stored: readonly Cells[]): boolean {
  const place = (one: Cells) => `${one['area_code']} ${one['valid_from']}`
  const sorted = [...wanted].sort((a, b) => (place(a) < place(b) ? -1 : 1))
  return sorted.length === stored.length && sorted.every((one, at) => isSame(one, stored[at] ?? {}))
}

/** Names come from the definitions' own code, values from people. */
async function insert(client: Client, table: string, cells: Cells): Promise<void> {
  const names = Object.keys(cells).map((name) => escapeIdentifier(name))
  const holes = names.map((_, at) => `$${at + 1}`)
  await client.query(
    `INSERT INTO ${escapeIdentifier(table)} (${names.join(', ')}) VALUES (${holes.join(', ')})`,
    Object.values(cells),
  )
}

async function update(client: Client, cells: Cells): Promise<void> {
  const set = Object.keys(cells).map((name, at) => `${escapeIdentifier(name)} = $${at + 1}`)
  await client.query(`UPDATE indicator SET ${set.join(', ')} WHERE code = $${set.length + 1}`, [
    ...Object.values(cells),
    cells['code'],
  ])
}
