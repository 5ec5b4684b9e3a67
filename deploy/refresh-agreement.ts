import type { Client } from 'pg'
import { agreementNames, comparedTables } from '../schema/model/comparison.ts'
import type { Model } from '../schema/model/model.ts'
import { isRecord } from '../gateway/is-record.ts'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { openModel } from '../subgraphs/kit/open-source.ts'
import {
  agreementAge,
  type ComparedRule,
  forgetTry,
  keepAgreement,
  noteTry,
  triedAge,
} from '../subgraphs/kit/quality/keep-agreement.ts'
import { connected } from './connected.ts'
import { NotAsked } from './not-asked.ts'
import { codesIn } from './steering/observed-in.ts'
import { type AskMethod, methodAnswer } from './steering/method-answer.ts'
import { workLock } from './work-lock.ts'

export interface AgreementWanted {
  readonly ministry: Pick<Ministry, 'name' | 'schemaFile'>
  /** The ministry's database, as its tables' owner. */
  readonly ownerUrl: string
  /** Asks the gateway as the service that compares. */
  readonly ask: AskMethod
  /** Records that are drawn of a table. */
  readonly sampleRows: number
  /** Left as it is where its figures are younger; milliseconds. */
  readonly unlessYoungerMs: number
  readonly signal: AbortSignal
  readonly onCompared?: (compared: ComparedSample) => void
}

export interface ComparedSample {
  readonly type: string
  readonly rules: readonly ComparedRule[]
  /** The request's id in the audit journal. */
  readonly requestId: string
}

/**
 * Has a random sample of each of the ministry's tables that declare it compared with another database, through the
 * gateway, and keeps how many records agreed beside the ministry's other figures. An answer with an error in it, be it
 * that a source is away, is kept of nothing: the figures before stay, with their moment. Then the call fails and names
 * it, and that table is left alone for a quarter of `unlessYoungerMs`. False where another process is comparing now: of
 * all over one database one does.
 */
export async function refreshAgreement(wanted: AgreementWanted): Promise<boolean> {
  const { ministry, ownerUrl, unlessYoungerMs, signal } = wanted
  const model = openModel(ministry.name, ministry.schemaFile)
  const tables = comparedTables(model)
  if (tables.length === 0) return true
  await using owner = await connected(ownerUrl)
  if (!(await workLock(owner, 'agreement'))) return false
  const failed: string[] = []
  for (const table of tables) {
    signal.throwIfAborted()
    if (!(await isDue(owner, table, unlessYoungerMs))) continue
    const reason = await compared(wanted, model, { owner, table }).catch((error: unknown) => {
      signal.throwIfAborted()
      return error instanceof Error ? error.message : 'failed'
    })
    if (reason !== undefined) failed.push(`${table.type.name}: ${reason}`)
  }
  if (failed.length > 0) throw new Error(`could not be compared: ${failed.join('; ')}`)
  return true
}

type Table = ReturnType<typeof comparedTables>[number]

async function isDue(owner: Client, table: Table, everyMs: number): Promise<boolean> {
  const [ageMs, triedMs] = [
    await agreementAge(owner, table),
    await triedAge(owner, table.type.name),
  ]
  if (ageMs !== undefined && ageMs < everyMs) return false
  return triedMs === undefined || triedMs >= everyMs / 4
}

/** Why it could not be; undefined where it was. */
async function compared(
  { ask, sampleRows, signal, onCompared }: AgreementWanted,
  { ministry }: Model,
  { owner, table: { type, comparisons } }: { readonly owner: Client; readonly table: Table },
): Promise<string | undefined> {
  const { root } = agreementNames(ministry, type.name)
  const fields = comparisons
    .map(({ field }) => `${field} { agreed compared provinces { province agreed compared } }`)
    .join(' ')
  const query = `query ($size: Int) { ${root}(size: $size) { ${fields} } }`
  const asOf = new Date()
  await noteTry(owner, type.name)
  const asked = { query, variables: { size: sampleRows } }
  const { body, requestId } = await methodAnswer(ask, asked, signal).catch(
    async (error: unknown) => {
      if (error instanceof NotAsked) await forgetTry(owner, type.name)
      throw error
    },
  )
  const codes = codesIn(body['errors'])
  const data = isRecord(body['data']) ? body['data'][root] : undefined
  if (codes.length > 0 || !isRecord(data)) return codes.join(', ') || 'no answer'
  const rules = comparisons.flatMap(({ rule, field }): ComparedRule[] => {
    const counted = countedIn(data[field])
    return counted === undefined ? [] : [{ code: rule.code, version: rule.version, ...counted }]
  })
  if (rules.length < comparisons.length) return 'no answer'
  await keepAgreement(owner, type.name, { rules, asOf })
  onCompared?.({ type: type.name, rules, requestId })
  return undefined
}

function countedIn(
  told: unknown,
): Pick<ComparedRule, 'agreed' | 'compared' | 'provinces'> | undefined {
  const { agreed, compared: of, provinces } = isRecord(told) ? told : {}
  if (typeof agreed !== 'number' || typeof of !== 'number') return undefined
  const places = Array.isArray(provinces) ? provinces.filter(isRecord) : []
  return {
    agreed,
    compared: of,
    provinces: places.map((one) => ({
      province: String(one['province']),
      agreed: Number(one['agreed']),
      compared: Number(one['compared']),
    })),
  }
}

/** The names of a ministry's types that are compared with another database. */
export function comparedTypes({
  name,
  schemaFile,
}: AgreementWanted['ministry']): readonly string[] {
  return comparedTables(openModel(name, schemaFile)).map(({ type }) => type.name)
}
