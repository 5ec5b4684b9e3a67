import { pino, type Logger } from 'pino'
import type { Settings } from './settings.ts'

/**
 * JSON lines on standard error, so that standard output stays for what a command answers; of the level `usual` and
 * above where the settings name none.
 */
export function openLog(
  { logLevel }: Pick<Settings, 'logLevel'>,
  usual: 'info' | 'warn' = 'info',
): Logger {
  return pino({ level: logLevel ?? usual, base: null }, pino.destination({ dest: 2, sync: true }))
}
