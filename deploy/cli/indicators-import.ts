import type { Command } from './command.ts'
import { steeringDatabase, steeringDatabaseOption } from './steering-database.ts'
import { UsageError } from './usage-error.ts'

export const indicatorsImport: Command = Object.freeze<Command>({
  name: 'indicators import',
  line: 'Store observations of a CSV or SDMX-CSV file, all or nothing; what differs from before is a revision.',
  words: ['FILE'],
  options: {
    source: { value: 'NAME', what: 'who published the figures' },
    synthetic: { what: 'the figures are invented, and say so wherever they show' },
    database: steeringDatabaseOption,
  },
  run: async (call) => {
    const [file = ''] = call.words
    const { source } = call.values
    if (source === undefined || source.trim() === '')
      throw new UsageError('--source: expected who published the figures')
    const { importObservations } = await import('../steering/import-observations.ts')
    const synthetic = call.switches.has('synthetic')
    const { added, revised, unchanged } = await steeringDatabase(call, (ownerUrl) =>
      importObservations({ file, ownerUrl, source, synthetic, now: new Date() }),
    )
    call.print(`added ${added}, revised ${revised}, unchanged ${unchanged}`)
    return 0
  },
})
