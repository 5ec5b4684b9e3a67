import { request } from 'node:http'

/** A file as a client gets it. */
export interface Exported {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly trailers: Readonly<Record<string, string | undefined>>
  readonly bytes: Buffer
  /** False when the connection broke before the end. */
  readonly isWhole: boolean
}

export interface ExportCall {
  readonly url: string
  readonly token: string
  readonly purpose?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
  /** Its abort closes the connection. */
  readonly signal?: AbortSignal
  /** Called when the file's first bytes are there. */
  readonly onBegun?: () => void
}

/** Asks for a file over real HTTP, with trailers, which fetch does not show. */
export function exported({
  url,
  token,
  purpose,
  headers,
  body,
  signal,
  onBegun,
}: ExportCall): Promise<Exported> {
  return new Promise((resolve, reject) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const options = {
      method: 'POST',
      agent: false,
      ...(signal === undefined ? {} : { signal }),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'content-length': Buffer.byteLength(text),
        ...(purpose === undefined ? {} : { 'x-purpose': purpose }),
        ...headers,
      },
    }
    const sent = request(`${url}/export`, options, (response) => {
      const chunks: Buffer[] = []
      const end = (): void =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          trailers: response.trailers,
          bytes: Buffer.concat(chunks),
          isWhole: response.complete,
        })
      if (onBegun) response.once('data', onBegun)
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', end)
      response.on('error', end)
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

/** The codes of a refusal. */
export function codesOf({ bytes }: Exported): readonly string[] {
  const { errors = [] } = JSON.parse(bytes.toString('utf8')) as {
    errors?: readonly { extensions: { code: string } }[]
  }
  return errors.map(({ extensions }) => extensions.code)
}

/** The cells of a CSV file (RFC 4180), line by line. */
export function csvCells({ bytes }: Pick<Exported, 'bytes'>): readonly (readonly string[])[] {
  const lines: string[][] = []
  let line: string[] = []
  for (const [, quoted, plain = '', end] of bytes
    .toString('utf8')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    lines.push(line)
    line = []
  }
  return lines
}
