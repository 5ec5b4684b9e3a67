import { readFileSync, statSync } from 'node:fs'
import type { Setting } from './setting.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Bytes of a file with a secret, at most. */
const maxBytes = 65_536

/** The setting that names a file with a secret setting's text: `OIDC_CLIENT_SECRET_FILE`. */
export function fileSetting({ name }: Pick<Setting, 'name'>): string {
  return `${name}_FILE`
}

/**
 * A setting's text: the environment's own, for a secret perhaps what the file holds that `<NAME>_FILE` names (a line
 * break at its end does not count), else the default; undefined = not set. Throws an Error that says what is wrong
 * with the file: unreadable, empty, readable by others, or beside a text of its own.
 */
export function settingText(setting: Setting, environment: Environment): string | undefined {
  const text = environment[setting.name] || undefined
  const file = setting.secret === true ? environment[fileSetting(setting)] || undefined : undefined
  if (file === undefined) return text ?? setting.default
  const where = `${fileSetting(setting)}: ${JSON.stringify(file)}`
  if (text !== undefined) throw new Error(`${where}: expected ${setting.name} or this, got both`)
  return contentOf(file, where)
}

function contentOf(file: string, where: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats === undefined || !stats.isFile()) throw new Error(`${where}: expected a file, got none`)
  if (process.platform !== 'win32' && (stats.mode & 0o007) !== 0)
    throw new Error(
      `${where}: expected a secret that others cannot read, got mode ${(stats.mode & 0o777).toString(8)}; run chmod 600`,
    )
  if (stats.size > maxBytes)
    throw new Error(`${where}: expected at most ${maxBytes} bytes, got ${stats.size}`)
  const content = readable(file, where).replace(/\r?\n$/, '')
  if (content === '') throw new Error(`${where}: expected a text, got an empty file`)
  return content
}

function readable(file: string, where: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new Error(`${where}: expected a readable file, got ${code}`, { cause: error })
  }
}
