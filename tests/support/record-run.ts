import { tracingChannel } from 'node:diagnostics_channel'
import { expect } from 'vitest'
import { recordFor, recordTold } from './run-record.ts'

// Each line that any logger of this process makes, as it was before what writes it masks anything. One worker runs
// several test files.
const lines = tracingChannel<string, { readonly result?: unknown }>('pino_asJson')
if (!lines.end.hasSubscribers)
  lines.subscribe({
    start: () => undefined,
    end: ({ result }) => recordTold('log', String(result)),
    asyncStart: () => undefined,
    asyncEnd: () => undefined,
    error: () => undefined,
  })
recordFor(expect.getState().testPath ?? 'unknown')
