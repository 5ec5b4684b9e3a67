import type { IncomingMessage } from 'node:http'

/** Bodies of requests that are on their way. */
export interface ArrivingBodies {
  /** Counts a body of at most so many bytes; those on their way for the longest are cut off where it is too much. */
  begin(request: IncomingMessage, maxBytes: number): void
  /** It is there, or comes no more. */
  end(request: IncomingMessage): void
}

/**
 * Bounds the bytes of bodies that are awaited at once. Whoever sends slowly is cut off for whoever comes, and never the
 * other way round: else a few who send nothing would keep all others out.
 */
export function arrivingBodies(mostBytes: number): ArrivingBodies {
  const arriving = new Map<IncomingMessage, number>()
  let bytes = 0
  const end = (request: IncomingMessage): void => {
    bytes -= arriving.get(request) ?? 0
    arriving.delete(request)
  }
  return {
    begin(request, maxBytes) {
      const size = Math.min(saidBytes(request) ?? maxBytes, maxBytes)
      if (size === 0) return
      arriving.set(request, size)
      bytes += size
      for (const oldest of arriving.keys()) {
        if (bytes <= mostBytes || oldest === request) return
        end(oldest)
        oldest.destroy()
      }
    },
    end,
  }
}

/** What the head says of the body (RFC 9112, 6.3); undefined for one that comes in chunks. */
function saidBytes({ headers }: IncomingMessage): number | undefined {
  if (headers['transfer-encoding'] !== undefined) return undefined
  return Number(headers['content-length'] ?? 0)
}
