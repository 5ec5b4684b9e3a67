import type { MinistryName } from '../ministry-name.ts'
import type { AgreementWanted } from '../refresh-agreement.ts'
import { accessOptions } from './access-token.ts'
import type { Call, Command } from './command.ts'
import { reconcilerAsk } from './gateway-ask.ts'
import { ministryPlaces } from './ministry-places.ts'
import { stopSignal } from './stop-signal.ts'
import { UsageError } from './usage-error.ts'

const hourMs = 3_600_000

export const qualityRun: Command = Object.freeze<Command>({
  name: 'quality run',
  line: 'Judge data by the rules of its schema, as the owner of the tables: of every ministry on this machine, or of one.',
  words: ['[MINISTRY]'],
  options: {
    database: { value: 'URL', what: 'PostgreSQL of the ministry, as the owner of its tables' },
    reference: { value: 'URL', what: 'PostgreSQL of the reference lists, as a reader' },
    full: { what: 'judge all rows, also where only changed ones would be' },
    agreement: { what: 'compare samples with other databases too, through the gateway that runs' },
    gateway: {
      value: 'URL',
      what: 'with --agreement: the gateway; otherwise the one on this machine',
    },
    ...accessOptions,
  },
  run: async (call) => {
    const { values, switches, settings, print } = call
    const places = ministryPlaces(call)
    const [{ refreshQuality, judgedTypes, qualitySampleRows }, { ministries }] = await Promise.all([
      import('../refresh-quality.ts'),
      import('../ministries.ts'),
    ])
    const wanted = ministries.filter((one) => places.has(one.name) && judgedTypes(one).length > 0)
    const total = wanted.reduce((sum, one) => sum + judgedTypes(one).length, 0)
    if (total === 0) throw new UsageError('expected a ministry whose schema has rules (@quality)')
    const { signal } = stopSignal()
    const begun = performance.now()
    const ask = switches.has('agreement') ? await reconcilerAsk(call) : undefined
    if (ask !== undefined && settings.agreementRows === 0)
      throw new UsageError('LIEN_THONG_AGREEMENT_ROWS is 0: nothing is compared')
    let done = 0
    for (const ministry of wanted) {
      const judging = withUrls(call, ministry.name, async (ownerUrl, referenceUrl) => {
        await refreshQuality({
          ministry,
          ownerUrl,
          referenceUrl:
            values['reference'] ?? settings.databaseUrls.reference?.split(/\s+/)[0] ?? referenceUrl,
          unlessYoungerMs: 0,
          fullEveryMs: switches.has('full') ? 0 : settings.qualityFullHours * hourMs,
          sampleAbove: settings.qualityFullRows,
          sampleRows: qualitySampleRows,
          signal,
          onPassed: ({ type, method, rows, judged }, ms) =>
            print(
              `${`${++done}/${total}`.padEnd(7)}${ministry.name} ${type}: ${method} ${judged} of ${rows} rows, ${Math.round(ms)} ms`,
            ),
        })
        if (ask !== undefined) await compare(call, { ministry, ownerUrl, ask, signal })
      })
      await judging.catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
      if (signal.aborted) {
        print('stopped before it was done: the tables that are not named keep their old figures')
        return 130
      }
    }
    print(`done in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
    return 0
  },
})

type Compared = Pick<AgreementWanted, 'ministry' | 'ownerUrl' | 'ask' | 'signal'>

/** A sample of each table that its schema has compared, whatever the age of its figures. */
async function compare({ settings, print }: Call, compared: Compared): Promise<void> {
  const { refreshAgreement } = await import('../refresh-agreement.ts')
  const isDone = await refreshAgreement({
    ...compared,
    sampleRows: settings.agreementRows,
    unlessYoungerMs: 0,
    onCompared: ({ type, rules }) => {
      for (const { code, agreed, compared: of } of rules)
        print(`       ${compared.ministry.name} ${type}: ${code}: ${agreed} of ${of} agree`)
    },
  })
  if (!isDone)
    throw new Error(
      `${compared.ministry.name}: its records are being compared already, by its server or another command`,
    )
}

type Work = (ownerUrl: string, referenceUrl: string | undefined) => Promise<void>

/** The ministry's own database, or the embedded one, which has the lists beside it. */
async function withUrls(call: Call, ministry: MinistryName, work: Work): Promise<void> {
  const url = ministryPlaces(call).get(ministry)
  if (url !== undefined) {
    await work(url, undefined)
    return
  }
  const { embeddedDatabase } = await import('./embedded-database.ts')
  await embeddedDatabase(call.settings, ministry, async (ownerUrl, of) => {
    await work(ownerUrl, of('reference'))
  })
}
