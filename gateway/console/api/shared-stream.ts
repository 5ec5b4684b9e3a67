import { type OwnStream, openOwnStream } from './own-stream.ts'

/** One stream of the gateway's for all tabs of a browser. */
export interface SharedStream {
  /** The same in every tab that shares it: of the lock and of the channel. */
  readonly name: string
  /** What this tab wants of it. */
  readonly topic: string
  /** Where the stream is that holds all that any tab wants. */
  readonly address: (topics: readonly string[]) => string
  /** Events that are told to every tab. */
  readonly events: readonly string[]
  readonly onEvent: (name: string, data: string) => void
  /** Told whether it is open, and whether something may have been missed since it was open last. */
  readonly onOpen: (isOpen: boolean, mayHaveMissed: boolean) => void
}

type Message =
  | { readonly kind: 'who' }
  | { readonly kind: 'join'; readonly topic: string }
  | { readonly kind: 'open'; readonly isOpen: boolean; readonly isNew: boolean }
  | { readonly kind: 'event'; readonly name: string; readonly data: string }

/**
 * Takes part in a stream while the tab is seen: of the visible tabs one holds it (Web Locks), and tells the others
 * (BroadcastChannel), because a browser has six connections to an origin over HTTP/1.1 and each stream keeps one. Where
 * a browser lacks these, or the page is no secure context, each visible tab has a stream of its own. Answers how to leave.
 */
export function joinStream(stream: SharedStream): () => void {
  let leave: (() => void) | undefined
  let wasOpen = false
  let wasHidden = false
  const own: SharedStream = {
    ...stream,
    onOpen(isOpen, isNew) {
      stream.onOpen(isOpen, wasOpen && (isNew || wasHidden))
      wasOpen ||= isOpen
      if (isOpen) wasHidden = false
    },
  }
  const look = (): void => {
    if (document.visibilityState === 'visible') {
      leave ??= maySharing() ? takePart(own) : holdAlone(own)
      return
    }
    leave?.()
    if (leave !== undefined) own.onOpen(false, false)
    leave = undefined
    wasHidden = true
  }
  document.addEventListener('visibilitychange', look)
  look()
  return () => {
    document.removeEventListener('visibilitychange', look)
    leave?.()
  }
}

function maySharing(): boolean {
  return 'locks' in navigator && typeof BroadcastChannel === 'function'
}

function holdAlone({ topic, address, events, onEvent, onOpen }: SharedStream): () => void {
  return openOwnStream(address([topic]), { events, onEvent, onOpen }).close
}

function takePart({ name, topic, address, events, onEvent, onOpen }: SharedStream): () => void {
  const channel = new BroadcastChannel(name)
  const stop = new AbortController()
  const tell = (message: Message) => channel.postMessage(message)
  const wanted = new Set([topic])
  let held: OwnStream | undefined

  const hold = (): void => {
    held?.close()
    held = openOwnStream(address([...wanted].sort()), {
      events,
      onEvent(event, data) {
        onEvent(event, data)
        tell({ kind: 'event', name: event, data })
      },
      onOpen(isOpen, isNew) {
        onOpen(isOpen, isNew)
        tell({ kind: 'open', isOpen, isNew })
      },
    })
  }
  const admit = (joined: string): void => {
    if (held === undefined) return
    if (wanted.has(joined)) tell({ kind: 'open', isOpen: held.isOpen(), isNew: false })
    else {
      wanted.add(joined)
      hold()
    }
  }
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'join') admit(data.topic)
    else if (data.kind === 'who') tell({ kind: 'join', topic })
    else if (data.kind === 'open') onOpen(data.isOpen, data.isNew)
    else onEvent(data.name, data.data)
  })
  const leading = async (): Promise<void> => {
    if (!stop.signal.aborted) {
      tell({ kind: 'who' })
      hold()
      await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }))
    }
    held?.close()
    channel.close()
  }
  tell({ kind: 'join', topic })
  // Aborted while it waited: the lock is another's.
  navigator.locks.request(name, { signal: stop.signal }, leading).catch(() => channel.close())
  return () => stop.abort()
}
