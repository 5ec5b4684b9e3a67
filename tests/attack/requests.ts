import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import type { Arena } from './arena.ts'
import { rawPost, rawRequest } from './raw-request.ts'

const open = JSON.stringify({ query: '{ provinces { totalCount } }' })
const json = 'content-type: application/json'

/** Headers that should open nothing, and requests that are something else than they say. */
export async function attackRequests({ attempts, as, system }: Arena): Promise<void> {
  const operator = await as({ roles: ['operator'] })
  const citizen = await as({ roles: ['citizen'], pin: persona.citizenPin })
  const closed = JSON.stringify({ query: '{ people { totalCount } }' })
  const send = (headers: readonly string[], body = open, path = '/graphql'): Promise<string> =>
    rawRequest(system.url, rawPost(path, headers, body), 3000)
  const isData = (text: string): boolean => /"data":\{/.test(text)

  const tokens: readonly (readonly [string, readonly string[]])[] = [
    ['no token', []],
    ['two headers', [`authorization: Bearer ${operator}`, `Authorization: Bearer ${citizen}`]],
    ['two tokens in one', [`authorization: Bearer ${operator}, Bearer ${citizen}`]],
    ['two tokens, one scheme', [`authorization: Bearer ${operator} ${citizen}`]],
    ['a tab', [`authorization: Bearer\t${operator}`]],
    ['no space', [`authorization: Bearer${operator}`]],
    ['another scheme', [`authorization: Basic ${operator}`]],
    ['quotes', [`authorization: Bearer "${operator}"`]],
    ['a folded line', [`authorization: Bearer\r\n ${operator}`]],
    ['a proxy header', [`proxy-authorization: Bearer ${operator}`]],
    [
      'a forwarded header',
      [
        `x-forwarded-authorization: Bearer ${operator}`,
        `x-original-authorization: Bearer ${operator}`,
      ],
    ],
    [
      'a cookie',
      [`cookie: authorization=Bearer ${operator}; token=${operator}; access_token=${operator}`],
    ],
    ['a token cut', [`authorization: Bearer ${operator.slice(0, -3)}`]],
    [
      'a claim of an identity',
      [
        'x-user: officer',
        'x-roles: officer',
        'x-forwarded-user: admin',
        'x-permissions: population:person:read',
      ],
    ],
  ]
  for (const [name, headers] of tokens)
    await attempts.attack(`token: ${name}`, async () => isData(await send([json, ...headers])))
  for (const path of [
    '/graphql?access_token=',
    '/graphql?token=',
    '/graphql?authorization=Bearer%20',
  ])
    await attempts.attack(`token in ${path}`, async () =>
      isData(await send([json], open, path + operator)),
    )
  await attempts.attack(
    'token: a lower-case scheme is a scheme (RFC 9110, 11.1)',
    async () => !isData(await send([json, `authorization: bearer ${operator}`])),
  )

  const claims = [
    'x-roles: officer',
    'x-forwarded-for: 127.0.0.1',
    'x-forwarded-host: localhost',
    'x-forwarded-proto: https',
    'forwarded: for=127.0.0.1;by=gateway',
    'x-real-ip: 127.0.0.1',
    'x-original-url: /live',
    'x-http-method-override: GET',
    'x-deadline-ms: 0',
    'x-purpose: all',
    'apollo-query-plan-experimental: 1',
    'apollo-federation-include-trace: ftv1',
    'apollo-require-preflight: 1',
  ]
  for (const header of claims)
    await attempts.attack(`header: ${header}`, async () => {
      const text = await send([json, `authorization: Bearer ${operator}`, header], closed)
      return (
        isData(text) ||
        !/VALIDATION_FAILED|BAD_USER_INPUT/.test(text) ||
        /queryPlan|ftv1/.test(text)
      )
    })
  for (const id of [
    'a\u00e9bcdefgh',
    '../../../etc/passwd',
    'x'.repeat(5000),
    '<script>alert(1)</script>',
    'abcdefgh\tinjected',
    '{"level":60}',
    '%0d%0aset-cookie:a=b',
    "' OR 1=1",
  ])
    await attempts.attack(`request id: ${id.slice(0, 20)}`, async () =>
      (await send([json, `authorization: Bearer ${operator}`, `x-request-id: ${id}`])).includes(id),
    )
  await attempts.attack('request id: a line break', async () =>
    /^injected: yes/m.test(
      await send([
        json,
        `authorization: Bearer ${operator}`,
        'x-request-id: abcdefgh\r\ninjected: yes',
      ]),
    ),
  )

  const bodies: readonly (readonly [string, readonly string[], string])[] = [
    ['text/plain', ['content-type: text/plain'], open],
    [
      'a form',
      ['content-type: application/x-www-form-urlencoded'],
      `query=${encodeURIComponent('{ provinces { totalCount } }')}`,
    ],
    [
      'multipart',
      ['content-type: multipart/form-data; boundary=x'],
      `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${open}\r\n--x--`,
    ],
    ['application/graphql', ['content-type: application/graphql'], '{ provinces { totalCount } }'],
    ['no content type', [], open],
    ['two content types', ['content-type: text/plain', json], open],
    ['a batch', [json], `[${open},${open}]`],
    ['a batch of one', [json], `[${open}]`],
    ['a text', [json], JSON.stringify(open)],
    ['two objects', [json], open + open],
    ['UTF-16', [`${json}; charset=utf-16`], Buffer.from(open, 'utf16le').toString('latin1')],
    ['compressed', [json, 'content-encoding: gzip'], open],
    ['__proto__', [json], '{"__proto__":{"query":"{ provinces { totalCount } }"}}'],
    [
      'constructor.prototype',
      [json],
      '{"constructor":{"prototype":{"query":"{ provinces { totalCount } }"}},"query":"{ provinces { totalCount } }"}',
    ],
    [
      '__proto__ in variables',
      [json],
      '{"query":"query($w:ProvinceFilter){provinces(where:$w){totalCount}}","variables":{"w":{"__proto__":{"code":{"eq":"01"}}}}}',
    ],
    [
      'constructor in variables',
      [json],
      '{"query":"query($w:ProvinceFilter){provinces(where:$w){totalCount}}","variables":{"w":{"constructor":{"code":{"eq":"01"}}}}}',
    ],
    ['a query that is a list', [json], '{"query":["{ provinces { totalCount } }"]}'],
    [
      'variables that are a list',
      [json],
      '{"query":"{ provinces { totalCount } }","variables":[]}',
    ],
  ]
  for (const [name, headers, body] of bodies)
    await attempts.attack(`body: ${name}`, async () =>
      isData(await send([...headers, `authorization: Bearer ${operator}`], body)),
    )
  await attempts.attack(
    'prototypes are as they were',
    () => Object.keys(Object.prototype).length > 0 || 'query' in {} || 'code' in {},
  )

  const auth = `authorization: Bearer ${operator}`
  const search = encodeURIComponent('{ provinces { totalCount } }')
  const lines: readonly (readonly [string, string])[] = [
    [
      'GET as a browser would',
      `GET /graphql?query=${search} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${auth}\r\n\r\n`,
    ],
    [
      'GET of a mutation',
      `GET /graphql?query=${encodeURIComponent('mutation { x }')} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\napollo-require-preflight: 1\r\n${auth}\r\n\r\n`,
    ],
    [
      'GET with two queries',
      `GET /graphql?query=%7Ba%7D&query=${search} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\napollo-require-preflight: 1\r\n${auth}\r\n\r\n`,
    ],
    ...['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD', 'QUERY'].map(
      (method) =>
        [
          method,
          `${method} /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${auth}\r\n${json}\r\ncontent-length: ${open.length}\r\n\r\n${open}`,
        ] as const,
    ),
    [
      'two lengths',
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\n${auth}\r\n${json}\r\ncontent-length: 5\r\ncontent-length: ${open.length}\r\n\r\n${open}`,
    ],
    [
      'a length and chunks',
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\n${auth}\r\n${json}\r\ncontent-length: ${open.length}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nPOST /graphql HTTP/1.1\r\nhost: localhost\r\n${auth}\r\n${json}\r\ncontent-length: ${open.length}\r\n\r\n${open}`,
    ],
    [
      'chunks by a false name',
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\n${auth}\r\n${json}\r\ntransfer-encoding: xchunked\r\n\r\n${open.length.toString(16)}\r\n${open}\r\n0\r\n\r\n`,
    ],
    [
      'a header without a name',
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\n: ${auth}\r\n${json}\r\ncontent-length: ${open.length}\r\n\r\n${open}`,
    ],
    [
      'a host that is none',
      `POST /graphql HTTP/1.1\r\nhost: a b@c/../\r\n${auth}\r\n${json}\r\ncontent-length: ${open.length}\r\n\r\n${open}`,
    ],
    [
      'another path',
      `POST /graphql/../graphql%2f HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${auth}\r\n${json}\r\ncontent-length: ${open.length}\r\n\r\n${open}`,
    ],
    [
      'a body that does not come',
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\n${auth}\r\n${json}\r\ncontent-length: ${open.length}\r\n\r\n${open.slice(0, 9)}`,
    ],
  ]
  for (const [name, text] of lines)
    await attempts.attack(`line: ${name}`, async () => isData(await rawRequest(system.url, text)))
  await attempts.attack(
    'the house answers after all that',
    async () => !isData(await send([json, auth])),
  )
}
