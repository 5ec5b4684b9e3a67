export interface StreamReader {
  readonly events: readonly string[]
  readonly onEvent: (name: string, data: string) => void
  /** Told whether it is open, and whether it begins anew: then what came before it was not sent. */
  readonly onOpen: (isOpen: boolean, isNew: boolean) => void
}

export interface OwnStream {
  readonly isOpen: () => boolean
  readonly close: () => void
}

/** Milliseconds until a stream that was refused is asked for again. */
const againMs = 10_000

/**
 * Server-sent events of one address. A browser comes again by itself where a stream ended, with the last event that it
 * had; one that was refused (too many, no session) it gives up, and it is opened anew after ten seconds.
 */
export function openOwnStream(
  address: string,
  { events, onEvent, onOpen }: StreamReader,
): OwnStream {
  let isOpen = false
  let isNew = true
  let timer: ReturnType<typeof setTimeout> | undefined
  let source: EventSource
  const open = (): void => {
    source = new EventSource(address)
    source.addEventListener('open', () => {
      isOpen = true
      onOpen(true, isNew)
      isNew = false
    })
    for (const name of events)
      source.addEventListener(name, ({ data }: MessageEvent<string>) => onEvent(name, data))
    source.addEventListener('error', () => {
      isOpen = false
      onOpen(false, false)
      if (source.readyState !== EventSource.CLOSED) return
      isNew = true
      timer = setTimeout(open, againMs)
    })
  }
  open()
  return {
    isOpen: () => isOpen,
    close() {
      clearTimeout(timer)
      source.close()
    },
  }
}
