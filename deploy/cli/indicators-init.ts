import type { Command } from './command.ts'
import { steeringDatabase, steeringDatabaseOption } from './steering-database.ts'

export const indicatorsInit: Command = Object.freeze<Command>({
  name: 'indicators init',
  line: "Make the tables of indicators and store this product's definitions; what was observed stays.",
  words: [],
  options: { database: steeringDatabaseOption },
  run: async (call) => {
    const { ensureIndicators } = await import('../steering/ensure-indicators.ts')
    const { added, changed } = await steeringDatabase(call, ensureIndicators)
    call.print(`added ${added}, changed ${changed}`)
    return 0
  },
})
