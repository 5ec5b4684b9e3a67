import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { initFiles, makeInitFiles } from '../../schema/init/init-files.ts'
import type { Problem } from '../../schema/problem.ts'
import { readyCatalogue } from './ready-catalogue.ts'
import { publishedNames } from './published-names.ts'

export interface InitRequest {
  readonly database: string
  readonly name: string
  readonly folder: string
  readonly schemas: readonly string[] | undefined
  /** Whether forms of values may be counted. */
  readonly sample: boolean
  readonly addsRecordKeys: boolean
}

export type InitDone =
  | {
      readonly ok: true
      readonly isFirst: boolean
      readonly hasNew: boolean
      readonly written: readonly string[]
      readonly notes: readonly string[]
      readonly tables: number
      readonly guesses: number
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Writes a proposed schema into a folder, or what is new since the last time. Throws where a proposal is
 * still waiting there, where the database has no table, or where it cannot be reached.
 */
export async function initSchema(request: InitRequest): Promise<InitDone> {
  const { folder, name } = request
  const at = (file: string): string => join(folder, file)
  if ((await textOf(at(initFiles.proposal))) !== undefined)
    throw new Error(
      `${at(initFiles.proposal)} is still there: take over what you want, then delete it`,
    )
  const sdl = await textOf(at(initFiles.schema))
  const catalogue = await textOf(at(initFiles.catalogue))
  const { facts, sampled } = await readyCatalogue(request)
  if (facts.tables.length === 0)
    throw new Error(
      `the database has no table${request.schemas === undefined ? '' : ` in ${request.schemas.join(', ')}`}`,
    )
  const made = makeInitFiles(facts, {
    name,
    sampled,
    addsRecordKeys: request.addsRecordKeys,
    published: await publishedNames(),
    ...(sdl === undefined
      ? {}
      : {
          earlier: {
            sdl,
            file: at(initFiles.schema),
            ...(catalogue === undefined ? {} : { catalogue }),
          },
        }),
  })
  if (!made.ok) return made
  await mkdir(folder, { recursive: true })
  const written: string[] = []
  for (const [file, text] of made.files) {
    if (text === '') continue
    // A reviewed schema is never written over, whoever made it meanwhile.
    await writeFile(at(file), text, file === initFiles.schema ? { flag: 'wx' } : {})
    written.push(file)
  }
  return {
    ok: true,
    isFirst: sdl === undefined,
    hasNew: (made.files.get(initFiles.proposal) ?? '') !== '',
    written,
    notes: made.notes,
    tables: made.tables,
    guesses: made.guesses,
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
