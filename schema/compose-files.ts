import { readFileSync } from 'node:fs'
import { compose, type Composition } from './compose.ts'
import type { Model } from './model/model.ts'
import { readModel } from './model/read-model.ts'
import type { Problem } from './problem.ts'

export interface MinistryFile {
  readonly name: string
  /** Path of the annotated schema. */
  readonly file: string
  /** Where the ministry answers unless a setting says otherwise. */
  readonly url: string
}

/** Reads annotated schemas and composes them. The problems of all files come back together. */
export function composeFiles(files: readonly MinistryFile[]): Composition {
  const models: { model: Model; url: string }[] = []
  const problems: Problem[] = []
  for (const { name, file, url } of files) {
    const read = readModel(name, readFileSync(file, 'utf8'), file)
    if (read.ok) models.push({ model: read.model, url })
    else problems.push(...read.problems)
  }
  return problems.length === 0 ? compose(models) : { ok: false, problems }
}
