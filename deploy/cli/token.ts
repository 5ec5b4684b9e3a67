import { roles } from '../../auth/role.ts'
import type { Command } from './command.ts'
import { tokenOrUsage } from './token-or-usage.ts'
import { UsageError } from './usage-error.ts'

export const token: Command = Object.freeze<Command>({
  name: 'token',
  line: `Print an access token of the development issuer, good for 8 hours, for a persona: ${roles.join(', ')}.`,
  words: ['PERSONA'],
  options: {
    purpose: {
      value: 'ID',
      what: 'bind the token to this registered purpose: requests need no X-Purpose, and no other is taken',
    },
    agency: {
      value: 'NAME',
      what: "the ministry that the persona is of: a publisher publishes this one's schema",
    },
    as: {
      value: 'NAME',
      what: 'a person of this name in that role: a second publisher approves what the first handed in',
    },
  },
  run: async ({ words, values: { purpose, agency, as: subject }, settings, print }) => {
    if (subject !== undefined && !/^[a-z0-9][a-z0-9.-]{0,62}$/.test(subject))
      throw new UsageError(
        `--as: expected lower-case letters, digits, dots and hyphens, got ${subject}`,
      )
    const bound = { purpose, agency, subject }
    print(await tokenOrUsage(settings, words[0] ?? '', bound))
    return 0
  },
})
