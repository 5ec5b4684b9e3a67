import { readFileSync } from 'node:fs'
import { readModel } from '../../schema/model/read-model.ts'
import type { Model } from '../../schema/model/model.ts'
import { problemText } from '../../schema/problem.ts'
import { checkTables } from './check-tables.ts'
import type { Database } from './database.ts'
import { readCatalogue } from './read-catalogue.ts'
import type { Source } from './source.ts'

/** Reads a ministry's annotated schema; every problem of it is in the error's message, a line each. */
export function openModel(ministry: string, file: string): Model {
  const read = readModel(ministry, readFileSync(file, 'utf8'), file)
  if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
  return read.model
}

/** Checks a model against the database behind it. A missing table or a wrong type stops the start. */
export async function openSource(model: Model, database: Database): Promise<Source> {
  const tables = [...model.types.values()].filter((type) => type.kind === 'table')
  const catalogue = await readCatalogue(database.pool, tables)
  const problems = checkTables(model, catalogue)
  if (problems.length > 0) throw new Error(problems.map(problemText).join('\n'))
  return Object.freeze({ model, columns: catalogue.columns, binaryText: catalogue.binaryText })
}
