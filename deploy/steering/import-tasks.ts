import { createHash } from 'node:crypto'
import { type Client, DatabaseError } from 'pg'
import { CodedError } from '../../schema/errors.ts'
import {
  type Detail,
  detailOf,
  evidenceFields,
  taskFields,
  taskIdOf,
} from '../../subgraphs/steering/tasks/task-fields.ts'
import { connected } from '../connected.ts'
import { csvRecords } from '../data/csv-records.ts'
import { type LineProblem, lineProblems, shown } from '../data/line-problems.ts'
import { textFile } from '../data/text-file.ts'

export interface TaskImport {
  readonly file: string
  /** Connection string of the owner of the government office's tables. */
  readonly ownerUrl: string
}

export interface TasksWritten {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
}

/** Columns of the file and what they are of a task; those of the five clarities must be there. */
const columns: Readonly<Record<string, string>> = {
  parent: 'parentId',
  ministry: 'ministry',
  province: 'provinceCode',
  person: 'person',
  work: 'work',
  responsibility: 'responsibility',
  start: 'startOn',
  due: 'dueOn',
  result: 'result',
  basis: 'basis',
}
const evidenceColumns: Readonly<Record<string, string>> = {
  document: 'document',
  indicator: 'indicatorCode',
  area: 'areaCode',
  period: 'period',
  wanted: 'wanted',
}
const required = ['id', 'ministry', 'person', 'work', 'responsibility', 'start', 'due', 'result']
const messages: Readonly<Record<string, string>> = {
  LT002: 'it has at most 5 levels, and is not above itself',
  23503: 'parent, indicator: expected one that is there',
  23514: 'due: expected a day that is not before start; document, or indicator, area and period',
}

interface TaskLine {
  readonly line: number
  readonly id: string
  readonly task: Detail
  readonly evidence: Detail | undefined
}

/**
 * Stores the tasks of a file, all or nothing: new ones are ordered, those that differ are changed, each with its history.
 * What a ministry reported stays. Fails with BAD_USER_INPUT that names the bad lines.
 */
export async function importTasks({ file, ownerUrl }: TaskImport): Promise<TasksWritten> {
  const text = await textFile(file)
  const problems: LineProblem[] = []
  const lines = parentsFirst(taskLines(file, text, problems))
  const digest = createHash('sha256').update(text).digest('hex')
  const counts = { added: 0, changed: 0, unchanged: 0 }
  await using client = await connected(ownerUrl)
  try {
    await client.query('BEGIN')
    await client.query('LOCK TABLE task IN SHARE ROW EXCLUSIVE MODE')
    for (const line of lines) {
      await client.query('SAVEPOINT line')
      try {
        counts[await writeTask(client, line, digest)] += 1
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error
        await client.query('ROLLBACK TO SAVEPOINT line')
        const message = messages[error.code ?? ''] ?? 'a value does not fit'
        problems.push({ line: line.line, message })
      }
    }
    const byLine = problems.toSorted((a, b) => a.line - b.line)
    if (byLine.length > 0) throw lineProblems(file, byLine)
    await client.query('COMMIT')
    return counts
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** What can be read; what cannot becomes a problem of its line. */
function taskLines(file: string, text: string, problems: LineProblem[]): readonly TaskLine[] {
  const [header, ...rows] = csvRecords(file, text)
  const names = header?.cells.map((name) => name.trim()) ?? []
  const known = ['id', ...Object.keys(columns), ...Object.keys(evidenceColumns)]
  const isRight = required.every((name) => names.includes(name)) && isOnce(names)
  if (!isRight || names.some((name) => !known.includes(name))) {
    const message = `expected a header with ${required.join(', ')} and any of ${known.join(', ')}, got ${shown(names.join())}`
    throw lineProblems(file, [{ line: 1, message }])
  }
  const seen = new Map<string, number>()
  return rows.flatMap(({ line, cells }) => {
    try {
      const read = taskLine(
        new Map(names.map((name, at) => [name, (cells[at] ?? '').trim()])),
        line,
      )
      const earlier = seen.get(read.id)
      if (earlier !== undefined)
        throw new CodedError('BAD_USER_INPUT', `id: already given in line ${earlier}`)
      seen.set(read.id, line)
      return [read]
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      problems.push({ line, message: error.message.replace(/\.$/, '') })
      return []
    }
  })
}

function taskLine(cells: ReadonlyMap<string, string>, line: number): TaskLine {
  const given = (of: Readonly<Record<string, string>>) =>
    Object.entries(of).flatMap(([column, name]) => {
      const cell = cells.get(column) ?? ''
      return cell === '' ? [] : [[name, name === 'wanted' ? Number(cell) : cell] as const]
    })
  const absent = required.find((name) => (cells.get(name) ?? '') === '')
  if (absent !== undefined) throw new CodedError('BAD_USER_INPUT', `${absent}: expected a value`)
  const evidence = given(evidenceColumns)
  const isDocument = evidence.some(([name]) => name === 'document')
  return {
    line,
    id: taskIdOf(cells.get('id')),
    task: {
      parent_id: null,
      province_code: null,
      basis: null,
      ...detailOf(taskFields, Object.fromEntries(given(columns))),
    },
    evidence:
      evidence.length === 0
        ? undefined
        : {
            kind: isDocument ? 'DOCUMENT' : 'INDICATOR',
            ...detailOf(evidenceFields, Object.fromEntries(evidence)),
          },
  }
}

/** A task comes after the one above it; what is in a circle comes last, and is refused by the database. */
function parentsFirst(lines: readonly TaskLine[]): readonly TaskLine[] {
  const ids = new Set(lines.map(({ id }) => id))
  const sorted: TaskLine[] = []
  let left = [...lines]
  for (let isMoving = true; isMoving && left.length > 0;) {
    const ready = left.filter(({ task: { parent_id: above } }) => !ids.has(String(above)))
    for (const { id } of ready) ids.delete(id)
    sorted.push(...ready)
    left = left.filter((one) => !ready.includes(one))
    isMoving = ready.length > 0
  }
  return [...sorted, ...left]
}

async function writeTask(
  client: Client,
  { line, id, task, evidence }: TaskLine,
  digest: string,
): Promise<keyof TasksWritten> {
  const { rows } = await client.query<{ version: number; same: boolean }>(
    'SELECT version, to_jsonb(t) @> $2 AS same FROM task AS t WHERE id = $1',
    [id, JSON.stringify(task)],
  )
  const [before] = rows
  let version = before?.version ?? 0
  const write = async (kind: string, detail: Detail): Promise<void> => {
    version += 1
    await client.query(
      `INSERT INTO task_change (task_id, version, kind, actor, key, request_id, detail)
       VALUES ($1, $2, $3, 'import', $4, $5, $6)`,
      [id, version, kind, `${digest.slice(0, 40)}:${line}:${version}`, digest, detail],
    )
  }
  if (before === undefined) await write('CREATED', task)
  else if (!before.same) await write('CHANGED', task)
  if (evidence !== undefined && !(await isThere(client, id, evidence)))
    await write('EVIDENCE_ADDED', evidence)
  if (before === undefined) return 'added'
  return version === before.version ? 'unchanged' : 'changed'
}

async function isThere(client: Client, id: string, evidence: Detail): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM task_evidence AS e
     WHERE task_id = $1 AND withdrawn_version IS NULL AND to_jsonb(e) @> $2`,
    [id, JSON.stringify(evidence)],
  )
  return rows.length > 0
}

function isOnce(names: readonly string[]): boolean {
  return new Set(names).size === names.length
}
