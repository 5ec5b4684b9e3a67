import { readFileSync } from 'node:fs'
import { type Composable, compose, type Composition } from './compose.ts'
import type { Problem } from './problem.ts'
import { readSubgraph } from './read-subgraph.ts'

export interface MinistryFile {
  readonly name: string
  /** Path of the annotated schema. */
  readonly file: string
  /** Where the ministry answers unless a setting says otherwise. */
  readonly url: string
}

/** Reads annotated schemas and composes them. The problems of all files come back together. */
export function composeFiles(files: readonly MinistryFile[]): Composition {
  const composables: Composable[] = []
  const problems: Problem[] = []
  for (const { name, file, url } of files) {
    const read = readSubgraph({ name, text: readFileSync(file, 'utf8'), file, url })
    if (read.ok) composables.push(read.composable)
    else problems.push(...read.problems)
  }
  return problems.length === 0 ? compose(composables) : { ok: false, problems }
}
