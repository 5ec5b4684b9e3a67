import { heldBack } from './hold.ts'
import { Refused, refusedBy } from './refused.ts'
import { newTraceParent } from './trace-parent.ts'

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly purpose?: string | undefined
  readonly accept?: string
  readonly signal?: AbortSignal | undefined
  /** Ends the session: it goes out while every other request is held back. */
  readonly isLast?: boolean
}

/** Proves to the gateway that a request is this page's: another site cannot set it. */
const own = { 'x-console': '1' }

/** Asks the gateway; the session's cookie says who asks. Fails with Refused when it could not be reached. */
export async function send(path: string, call: Call = {}): Promise<Response> {
  if (call.isLast !== true) await heldBack()
  return await sent(path, call)
}

async function sent(
  path: string,
  { method = 'GET', body, purpose, accept = 'application/json', signal }: Call,
): Promise<Response> {
  const headers = {
    ...own,
    traceparent: newTraceParent(),
    accept,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(purpose ? { 'x-purpose': purpose } : {}),
  }
  try {
    return await fetch(path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      signal: signal ?? null,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Refused({ message: 'The gateway cannot be reached.', code: 'UNREACHABLE', status: 0 })
  }
}

/** The JSON that a path answers. Fails with Refused: the gateway's own coded error. */
export async function read<T>(path: string, call: Call = {}): Promise<T> {
  const response = await send(path, call)
  const text = await response.text()
  const body: unknown = text === '' ? undefined : parsed(text)
  if (!response.ok) throw refusedBy(response.status, body, response.headers.get('x-request-id'))
  return body as T
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
