/** Why the gateway did not do what it was asked: its coded error, or that it could not be reached. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string
  readonly status: number
  readonly requestId: string | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(found: {
    message: string
    code: string
    status: number
    requestId?: string | undefined
    details?: Readonly<Record<string, unknown>>
  }) {
    super(found.message)
    this.code = found.code
    this.status = found.status
    this.requestId = found.requestId
    this.details = found.details ?? {}
  }
}

/** The refusal that an answer's body holds, in the gateway's one shape `{ errors: [{ message, extensions }] }`. */
export function refusedBy(status: number, body: unknown, requestId: string | null): Refused {
  const first = firstError(body)
  const { code, ...details } = isRecord(first?.['extensions']) ? first['extensions'] : {}
  return new Refused({
    message: typeof first?.['message'] === 'string' ? first['message'] : `HTTP ${status}`,
    code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
    status,
    requestId: requestId ?? undefined,
    details,
  })
}

function firstError(body: unknown): Record<string, unknown> | undefined {
  if (!isRecord(body) || !Array.isArray(body['errors'])) return undefined
  const [first]: unknown[] = body['errors']
  return isRecord(first) ? first : undefined
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
