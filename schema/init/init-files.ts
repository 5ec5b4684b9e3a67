import { baselineText, readBaseline } from './baseline.ts'
import type { DatabaseFacts } from './database-facts.ts'
import { difference } from './difference.ts'
import { type ReadOptions } from './read-tables.ts'
import { prepareSql } from './prepare-sql.ts'
import { printSdl } from './print-sdl.ts'
import { propose } from './propose.ts'
import { reviewDocument } from './review-document.ts'
import { settledNames } from './settled-names.ts'
import { readModel } from '../model/read-model.ts'
import type { Problem } from '../problem.ts'

export interface InitOptions extends ReadOptions {
  /** Lower-case name of the ministry. */
  readonly name: string
  /** Names that other ministries publish: types, and root fields by `rootName`. */
  readonly published: readonly string[]
  /** The reviewed schema of an earlier run, and what the database was then. */
  readonly earlier?: { readonly sdl: string; readonly file: string; readonly catalogue?: string }
}

export type InitFiles =
  | {
      readonly ok: true
      /** By file name. What is empty is not written. */
      readonly files: ReadonlyMap<string, string>
      readonly notes: readonly string[]
      readonly tables: number
      readonly guesses: number
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Files of a first run: the schema, its review, what the administrator runs, and what the database was. */
export const initFiles = Object.freeze({
  schema: 'schema.graphql',
  proposal: 'proposal.graphql',
  review: 'review.md',
  prepare: 'prepare.sql',
  catalogue: 'catalogue.json',
})

/**
 * Makes the files of `schema init` from what a database says of itself. A reviewed schema is never changed:
 * what is new goes into `proposal.graphql`. Its problems, where it has any, are answered instead.
 */
export function makeInitFiles(facts: DatabaseFacts, options: InitOptions): InitFiles {
  const { name, published, earlier } = options
  const read = earlier === undefined ? undefined : readModel(name, earlier.sdl, earlier.file)
  if (read?.ok === false) return { ok: false, problems: read.problems }
  const settled = settledNames(name, published, read?.model)
  const proposal = propose(facts, { ...options, settled })
  const counts = { tables: proposal.tables.length, guesses: proposal.guesses.length }
  const always = [
    [initFiles.review, reviewDocument(proposal)],
    [initFiles.prepare, prepareSql(proposal)],
    [initFiles.catalogue, baselineText(facts)],
  ] as const
  if (read === undefined)
    return {
      ok: true,
      files: new Map([[initFiles.schema, printSdl(proposal)], ...always]),
      notes: [],
      ...counts,
    }
  const baseline = earlier?.catalogue === undefined ? undefined : readBaseline(earlier.catalogue)
  const { sdl, notes } = difference(proposal, read.model, baseline)
  return { ok: true, files: new Map([[initFiles.proposal, sdl], ...always]), notes, ...counts }
}
