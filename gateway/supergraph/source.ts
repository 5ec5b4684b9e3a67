import { readFile, stat } from 'node:fs/promises'

/** How often the file is looked at, milliseconds. Polling sees what watching misses: mounts, renames. */
const intervalMs = 500

export interface SupergraphSource {
  stop(): Promise<void>
}

/**
 * Looks at a supergraph's file and hands on its text whenever the file has changed; `onMiss` hears when
 * it cannot be read. A text that was half written is refused by its reader and read again when done.
 */
export function watchSupergraph(
  file: string,
  onText: (text: string) => Promise<void>,
  onMiss: (reason: string) => void,
): SupergraphSource {
  let seen = ''
  let looking = Promise.resolve()
  const look = async (): Promise<void> => {
    const mark = await markOf(file)
    if (mark === seen) return
    seen = mark
    try {
      await onText(await readFile(file, 'utf8'))
    } catch {
      onMiss(`expected a readable file ${file}`)
    }
  }
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    looking = look().finally(() => {
      busy = false
    })
  }, intervalMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}

async function markOf(file: string): Promise<string> {
  try {
    const { mtimeNs, size, ino } = await stat(file, { bigint: true })
    return `${mtimeNs} ${size} ${ino}`
  } catch {
    return 'missing'
  }
}
