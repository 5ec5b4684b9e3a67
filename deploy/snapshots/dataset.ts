import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { namesNobody } from '../../auth/names-nobody.ts'

const bilingual = z.strictObject({ vi: z.string().min(1).max(300), en: z.string().min(1).max(300) })

/** A name of a dataset: it stands in the names of files. */
export const datasetName = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/)

const shape = z
  .array(
    z.strictObject({
      name: datasetName,
      /** Another document under the same name is another version. */
      version: z.number().int().min(1).max(1_000_000),
      title: bilingual,
      /** A file beside the list. */
      document: z.string().regex(/^[a-z][a-z0-9-]{0,60}\.graphql$/),
      variables: z.record(z.string(), z.unknown()).default({}),
      /** The list of the document, where it has several; and one within its rows of which each item is a row. */
      path: z.string().optional(),
      explode: z.string().optional(),
      /** Of columns, where the schema's description does not say it. */
      units: z.record(z.string(), bilingual).default({}),
    }),
  )
  .min(1)
  .max(100)
  .refine(
    (list) => new Set(list.map(({ name }) => name)).size === list.length,
    'expected each name once',
  )

type Declared = z.output<typeof shape>[number]

/** A registered question of which the answer is written down as a whole. */
export interface Dataset extends Omit<Declared, 'document'> {
  readonly text: string
  /** Of the text. */
  readonly sha256: string
}

/** The datasets that the product brings along. */
export const houseDatasets = fileURLToPath(new URL('datasets/datasets.json', import.meta.url))

/** Reads a list of datasets and their documents. Throws an Error that names the file and what is wrong in it. */
export async function readDatasets(file: string): Promise<readonly Dataset[]> {
  const list = shape.safeParse(await json(file))
  if (!list.success) throw new Error(`${file}: ${z.prettifyError(list.error)}`)
  return await Promise.all(
    list.data.map(async ({ document, ...rest }) => {
      const path = join(dirname(file), document)
      const text = await readFile(path, 'utf8').catch(() => {
        throw new Error(`${path}: expected the document of ${rest.name}, got no file`)
      })
      // It does not belong into a document that everybody's store keeps.
      if (!namesNobody(text)) throw new Error(`${path}: expected no personal number`)
      return Object.freeze({ ...rest, text, sha256: sha256Of(text) })
    }),
  )
}

/** SHA-256 in hexadecimal. */
export function sha256Of(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

async function json(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file}: expected a list of datasets as JSON`, { cause: error })
  }
}
