import { readFile } from 'node:fs/promises'
import type { Call, Option } from './command.ts'
import { UsageError } from './usage-error.ts'

/** How a command is given an access token. */
export const accessOptions = Object.freeze({
  token: {
    value: 'TOKEN',
    what: 'the access token of who asks; otherwise one of the development issuer',
  },
  'token-file': {
    value: 'FILE',
    what: 'a file that holds the token: words of a command line are seen by others',
  },
} satisfies Readonly<Record<string, Option>>)

/** The token that a command was given, else the one that `mint` makes. Throws UsageError. */
export async function accessToken(
  { settings, values }: Call,
  mint: () => Promise<string>,
): Promise<string> {
  const { token, 'token-file': file } = values
  if (token !== undefined && file !== undefined)
    throw new UsageError('expected --token or --token-file, got both')
  if (token !== undefined) return token
  if (file !== undefined)
    return await readFile(file, 'utf8').then(
      (text) => text.trim(),
      () => {
        throw new UsageError(`--token-file: expected a readable file, got ${file}`)
      },
    )
  if (settings.oidcIssuer !== undefined)
    throw new UsageError('OIDC_ISSUER is set: expected --token-file or --token')
  return await mint()
}
