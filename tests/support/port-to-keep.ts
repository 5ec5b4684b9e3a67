import { randomInt } from 'node:crypto'
import { freePort } from '../../deploy/local/free-port.ts'

/**
 * A free port of 127.0.0.1 that systems give to nobody by themselves (Linux begins at 32,768): a process listens some
 * seconds after it was found, and the connections of others take many of those meanwhile.
 */
export async function portToKeep(): Promise<number> {
  return await freePort(randomInt(12_000, 32_000))
}
