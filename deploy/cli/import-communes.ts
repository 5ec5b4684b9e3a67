import type { Command } from './command.ts'
import { progress } from './progress.ts'
import { stopSignal } from './stop-signal.ts'

export const importCommunes: Command = Object.freeze<Command>({
  name: 'data import communes',
  line: "Make the catalogue's communes equal to a CSV file (code,province_code,type,name), all or nothing.",
  words: ['FILE'],
  options: {
    database: {
      value: 'URL',
      what: "PostgreSQL of reference, as its tables' owner; otherwise the embedded one",
    },
  },
  run: async ({ words, values, settings, print }) => {
    const [file = ''] = words
    const [{ importCommunes: bringIn }, { embeddedDatabase }] = await Promise.all([
      import('../data/import-communes.ts'),
      import('./embedded-database.ts'),
    ])
    const { stopped } = stopSignal()
    const bar = progress('communes', 'communes')
    const work = (ownerUrl: string) =>
      bringIn({ file, ownerUrl, onProgress: (done, of) => bar.show(done, of) })
    const database = values['database']
    const importing =
      database === undefined ? embeddedDatabase(settings, 'reference', work) : work(database)
    const result = await Promise.race([importing, stopped])
    bar.end()
    if (result === undefined) {
      // An embedded PostgreSQL that was started for this ends with the process.
      importing.catch(() => undefined)
      print('stopped before it was done')
      return 130
    }
    const { inserted, updated, unchanged, closed } = result
    print(`inserted ${inserted}, updated ${updated}, unchanged ${unchanged}, closed ${closed}`)
    return 0
  },
})
