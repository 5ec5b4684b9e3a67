import { constants } from 'node:fs'
import { access, chmod, mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes the state directory (`.data`) where it is missing. Throws one line that names the directory and
 * the setting when this account cannot use it.
 */
export async function stateDirectory(directory: string): Promise<void> {
  try {
    // Whatever the umask: PostgreSQL's account must be able to walk through, and no more.
    if (await made(directory)) await chmod(directory, 0o711)
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new Error(
      `${directory} cannot be the data folder (${reason}); ` +
        'set LIEN_THONG_DATA_DIR to a folder that this account may write to',
      { cause: error },
    )
  }
}

/** Node's own recursive mkdir does not end below /proc (seen with Node 20). */
async function made(directory: string): Promise<boolean> {
  try {
    await mkdir(directory)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST' && (await stat(directory)).isDirectory()) return false
    if (code !== 'ENOENT' || dirname(directory) === directory) throw error
  }
  await made(dirname(directory))
  await mkdir(directory)
  return true
}
