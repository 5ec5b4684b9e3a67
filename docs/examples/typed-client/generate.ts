import { readFile, writeFile } from 'node:fs/promises'
import { codegen } from '@graphql-codegen/core'
import * as documentPlugin from '@graphql-codegen/typed-document-node'
import * as typesPlugin from '@graphql-codegen/typescript'
import * as operationsPlugin from '@graphql-codegen/typescript-operations'
import { parse } from 'graphql'

/** Writes the types of the operations of a document, by a schema that was downloaded from `/schema.graphql`. */
export async function generate(
  schemaFile: string,
  documentFile: string,
  out: string,
): Promise<void> {
  const scalars = {
    BigInt: 'number | string',
    Date: 'string',
    DateTime: 'string',
    JSON: 'unknown',
    PersonalId: 'string',
  }
  const text = await codegen({
    filename: out,
    schema: parse(await readFile(schemaFile, 'utf8')),
    documents: [{ location: documentFile, document: parse(await readFile(documentFile, 'utf8')) }],
    config: { useTypeImports: true, enumsAsTypes: true, scalars },
    plugins: [{ types: {} }, { operations: {} }, { documents: {} }],
    pluginMap: { types: typesPlugin, operations: operationsPlugin, documents: documentPlugin },
  })
  await writeFile(out, text)
}
