import { CodedError } from '../schema/errors.ts'

const tokenShape = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i

/**
 * The token of an Authorization header (RFC 6750, 2.1). A list is what a request with several such
 * headers carries; only exactly one is accepted. Fails with UNAUTHENTICATED.
 */
export function bearer(header: string | readonly string[] | undefined): string {
  const values = header === undefined ? [] : typeof header === 'string' ? [header] : header
  const [value] = values
  if (value === undefined)
    throw new CodedError('UNAUTHENTICATED', 'Send one header: Authorization: Bearer <token>.')
  const token = values.length === 1 ? tokenShape.exec(value)?.[1] : undefined
  if (token === undefined)
    throw new CodedError(
      'UNAUTHENTICATED',
      'The Authorization header is not exactly one Bearer token.',
    )
  return token
}
