import { roles } from '../../auth/role.ts'
import type { Command } from './command.ts'
import { tokenOrUsage } from './token-or-usage.ts'

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
  },
  run: async ({ words, values: { purpose, agency }, settings, print }) => {
    const bound = {
      ...(purpose === undefined ? {} : { purpose }),
      ...(agency === undefined ? {} : { agency }),
    }
    print(await tokenOrUsage(settings, words[0] ?? '', bound))
    return 0
  },
})
