import { readFile, stat } from 'node:fs/promises'

/** The operating-system account that PostgreSQL runs under. */
export interface ServerAccount {
  readonly uid: number
  readonly gid: number
}

const nobody: ServerAccount = { uid: 65_534, gid: 65_534 }

/**
 * PostgreSQL refuses to run as root. Answers the unprivileged account to run it under: that of an
 * existing data directory's owner, else `nobody`. Undefined when this process is not root, because
 * then it runs PostgreSQL under its own account.
 */
export async function serverAccount(dataDirectory: string): Promise<ServerAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(dataDirectory).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const [, , uid, gid] = /^nobody:.*$/m.exec(passwd)?.[0].split(':') ?? []
  const found = { uid: Number(uid), gid: Number(gid) }
  return found.uid > 0 && found.gid > 0 ? found : nobody
}
