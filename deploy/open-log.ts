import { pino, type Logger } from 'pino'
import { maskedLine } from './masked-line.ts'
import type { Settings } from './settings.ts'

/**
 * JSON lines on standard error, so that standard output stays for what a command answers; of the level `usual` and
 * above where the settings name none.
 */
export function openLog(
  { logLevel }: Pick<Settings, 'logLevel'>,
  usual: 'info' | 'warn' = 'info',
): Logger {
  const hooks = { streamWrite: maskedLine }
  const options = { level: logLevel ?? usual, base: null, hooks }
  return pino(options, pino.destination({ dest: 2, sync: true }))
}
