import type { Evaluated } from '../steering/evaluate-indicators.ts'
import type { AskMethod } from '../steering/method-answer.ts'
import { accessOptions } from './access-token.ts'
import type { Call, Command } from './command.ts'
import { gatewayAsk } from './gateway-ask.ts'
import { progress } from './progress.ts'
import { steeringDatabase, steeringDatabaseOption } from './steering-database.ts'
import { stopSignal } from './stop-signal.ts'
import { UsageError } from './usage-error.ts'

const maxPeriods = 120
const maxAtOnce = 8

export const indicatorsEvaluate: Command = Object.freeze<Command>({
  name: 'indicators evaluate',
  line: 'Evaluate indicators that reports count, through the gateway that runs; what differs from before is a revision.',
  words: ['[CODE…]'],
  options: {
    period: {
      value: 'P',
      what: '2026, 2026-Q3, 2026-10 or 2026-10-31; otherwise the last that is over',
    },
    periods: {
      value: 'N',
      what: `so many periods up to that one, 1 to ${maxPeriods}; 1 unless told`,
    },
    'at-once': {
      value: 'N',
      what: `documents that are asked at once, 1 to ${maxAtOnce}; 2 unless told`,
    },
    synthetic: {
      what: 'the people are invented, and figures say so; always on the embedded database',
    },
    gateway: { value: 'URL', what: 'the gateway; otherwise the one on this machine' },
    ...accessOptions,
    database: steeringDatabaseOption,
  },
  run: async (call) => {
    const { values, words, print } = call
    const order = {
      codes: words,
      period: values['period'],
      count: wholeOf(call, 'periods', { usual: 1, most: maxPeriods }),
      atOnce: wholeOf(call, 'at-once', { usual: 2, most: maxAtOnce }),
    }
    const ask = await gatewayAsk(call)
    const { signal } = stopSignal()
    const bar = progress('questions', 'questions')
    const begun = performance.now()
    try {
      const done = await steeringDatabase(call, (ownerUrl) =>
        evaluated(call, {
          ...order,
          ask,
          ownerUrl,
          signal,
          onProgress: (asked, of) => bar.show(asked, of),
        }),
      )
      bar.end()
      for (const line of linesOf(done)) print(line)
      print(`done in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
      return 0
    } catch (error) {
      bar.end()
      if (!signal.aborted) throw error
      print('stopped: what was stored until then stays')
      return 130
    }
  },
})

interface Order {
  readonly codes: readonly string[]
  readonly period: string | undefined
  readonly count: number
  readonly atOnce: number
  readonly ask: AskMethod
  readonly ownerUrl: string
  readonly signal: AbortSignal
  readonly onProgress: (done: number, of: number) => void
}

async function evaluated(
  { switches, values, settings }: Call,
  { codes, period, count, ownerUrl, ...rest }: Order,
): Promise<Evaluated & { readonly skipped: number }> {
  const [{ connected }, { countedIndicators }, { chosenDue }, { workLock }, evaluation] =
    await Promise.all([
      import('../connected.ts'),
      import('../steering/method-reading.ts'),
      import('../steering/chosen-due.ts'),
      import('../work-lock.ts'),
      import('../steering/evaluate-indicators.ts'),
    ])
  await using client = await connected(ownerUrl)
  if (!(await workLock(client, 'evaluation')))
    throw new Error('indicators are being evaluated already, by a gateway or another command')
  const indicators = await countedIndicators(client)
  const chosen = chosenDue(indicators, { codes, period, count, now: new Date() })
  if (typeof chosen === 'string') throw new UsageError(chosen)
  const isEmbedded =
    values['database'] === undefined && settings.ownerDatabaseUrls.steering === undefined
  const synthetic =
    isEmbedded || switches.has('synthetic') || settings.indicatorData === 'synthetic'
  const done = await evaluation.evaluateIndicators({ client, due: chosen.due, synthetic, ...rest })
  return { ...done, skipped: chosen.skipped }
}

function linesOf(done: Evaluated & { readonly skipped: number }): readonly string[] {
  const { asked, added, revised, unchanged, kept, failed, suppressed, skipped } = done
  return [
    `asked ${asked}: added ${added}, revised ${revised}, unchanged ${unchanged}`,
    ...(suppressed === 0 ? [] : [`withheld by disclosure control: ${suppressed}`]),
    ...(failed === 0
      ? []
      : [`not answered by a source: ${failed}, of them known before and kept: ${kept}`]),
    ...(skipped === 0
      ? []
      : [`left out: ${skipped} earlier periods of what counts the register of the moment`]),
  ]
}

function wholeOf(
  { values }: Call,
  name: string,
  { usual, most }: { readonly usual: number; readonly most: number },
): number {
  const text = values[name]
  if (text === undefined) return usual
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text)
  throw new UsageError(`--${name}: expected a whole number, 1 to ${most}, got ${text}`)
}
