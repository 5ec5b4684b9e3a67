import type { Command } from './command.ts'
import { ministryPlaces } from './ministry-places.ts'
import { stopSignal } from './stop-signal.ts'
import { UsageError } from './usage-error.ts'

export const rollupRefresh: Command = Object.freeze<Command>({
  name: 'rollup refresh',
  line: 'Fill rollups anew, as the owner of the tables: of every ministry on this machine, or of one.',
  words: ['[MINISTRY]'],
  options: {
    name: { value: 'NAME', what: 'only this rollup, as the schema names it' },
    database: { value: 'URL', what: 'PostgreSQL of the ministry, as the owner of its tables' },
  },
  run: async (call) => {
    const { values, print } = call
    const places = ministryPlaces(call)
    const [{ refreshRollups, rollupNames }, { ministries }, { embeddedDatabase }] =
      await Promise.all([
        import('../refresh-rollups.ts'),
        import('../ministries.ts'),
        import('./embedded-database.ts'),
      ])
    const wanted = ministries.filter(({ name }) => places.has(name))
    const found = wanted.flatMap((ministry) => rollupNames(ministry, values['name']))
    if (found.length === 0)
      throw new UsageError(`--name: expected ${known(wanted.flatMap((one) => rollupNames(one)))}`)
    const { signal } = stopSignal()
    const begun = performance.now()
    let done = 0
    for (const ministry of wanted) {
      if (rollupNames(ministry, values['name']).length === 0) continue
      const work = (ownerUrl: string): Promise<void> =>
        refreshRollups({
          ministry,
          ownerUrl,
          name: values['name'],
          unlessYoungerMs: 0,
          signal,
          onRefreshed: ({ rollup, rows }, ms) =>
            print(
              `${`${++done}/${found.length}`.padEnd(7)}${ministry.name} ${rollup}: ${rows} rows, ${Math.round(ms)} ms`,
            ),
        })
      const place = places.get(ministry.name)
      const refreshing =
        place === undefined ? embeddedDatabase(call.settings, ministry.name, work) : work(place)
      await refreshing.catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
      if (signal.aborted) {
        print('stopped before it was done: the rollups that are not named keep their old rows')
        return 130
      }
    }
    print(`done in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
    return 0
  },
})

function known(names: readonly string[]): string {
  return names.length === 0 ? 'a ministry with rollups' : names.join(', ')
}
