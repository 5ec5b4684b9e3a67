import { pino, type Logger } from 'pino'
import type { Settings } from './settings.ts'

/** JSON lines on standard error, so that standard output stays for what a command answers. */
export function openLog({ logLevel }: Pick<Settings, 'logLevel'>): Logger {
  return pino({ level: logLevel, base: null }, pino.destination({ dest: 2, sync: true }))
}
