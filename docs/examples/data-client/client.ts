import createClient from 'openapi-fetch'
import type { paths } from './generated.ts'

/** Names of provinces by their codes: the registered document `ProvinceNames`, asked over plain HTTP. */
export async function provinceNames(
  baseUrl: string,
  token: string,
  codes: string[],
): Promise<[string, string][]> {
  const headers = { authorization: `Bearer ${token}` }
  const client = createClient<paths, 'application/json' | 'application/problem+json'>({
    baseUrl,
    headers,
  })
  const { data, error } = await client.GET('/data/ProvinceNames', {
    params: { query: { codes, first: 10 } },
  })
  if (error) throw new Error(`${error.code}: ${error.detail}`)
  return (data.data.provinces?.nodes ?? []).map(({ code, name }) => [code, name])
}
