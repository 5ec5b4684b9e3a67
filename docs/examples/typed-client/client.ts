import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { ProvincesDocument } from './generated.ts'

/** Asks a gateway; the answer and the variables have the types of the document. */
export async function ask<Data, Variables>(
  url: string,
  token: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
  })
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown[] }
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

/** Names of provinces, each with the number of its parcels. */
export async function parcelsByProvince(url: string, token: string): Promise<[string, number][]> {
  const { provinces } = await ask(url, token, ProvincesDocument, { first: 3 })
  return (provinces?.nodes ?? []).map(({ name, parcelTotals }) => [
    name,
    Number(parcelTotals?.count ?? 0),
  ])
}
