import { LRUCache } from 'lru-cache'
import { grantOf } from '../../auth/grants.ts'
import type { Asker } from './ask-ministry.ts'
import type { Errand } from './run.ts'
import type { MinistryReply } from './ministry-answer.ts'

/** What a ministry answered of its catalogues, for the time when it does not. */
export interface KeptCatalogue {
  readonly bytes: Buffer
  /** Milliseconds since it was answered. */
  readonly ageMs: number
  /** Says that it is given in the place of its ministry's answer. */
  readonly given: () => void
}

export interface KeptCatalogues {
  /** Keeps an answer where it is the same for every caller who may ask. */
  keep(errand: Errand, asker: Asker, answered: Answered): void
  /** What was answered to the same request, for a caller who may read all rows; undefined where nothing fits. */
  find(errand: Errand, asker: Asker): KeptCatalogue | undefined
}

interface Answered {
  readonly bytes: Buffer
  readonly reply: MinistryReply
}

interface Entry {
  readonly ministry: string
  readonly bytes: Buffer
  readonly at: number
}

/** Bytes of all that is kept, and of one answer with its request, at most. */
export const maxKeptBytes = 16 * 1024 * 1024
export const maxEntryBytes = 1024 * 1024
/** An answer is replaced after so many milliseconds: what is asked all the time is not copied all the time. */
const renewedMs = 1000

/**
 * Opens the memory of catalogues; what is older than `maxAgeMs` is not given, and with 0 nothing is kept. The least used goes first.
 * Never kept: answers about persons or with errors, and what a caller with fewer rows got.
 */
export function openKeptCatalogues(
  maxAgeMs: number,
  now: () => number = () => performance.now(),
  onGiven?: (ministry: string) => void,
): KeptCatalogues {
  const kept = new LRUCache<string, Entry>({
    maxSize: maxKeptBytes,
    maxEntrySize: maxEntryBytes,
    sizeCalculation: ({ bytes }, body) => bytes.length + body.length,
  })
  const entryOf = ({ ministry, body }: Errand): Entry | undefined => {
    const entry = kept.get(body)
    return entry?.ministry === ministry ? entry : undefined
  }
  return {
    keep(errand, asker, { bytes, reply }) {
      if (maxAgeMs === 0 || !isForAll(errand, asker) || !isWhole(reply)) return
      const at = now()
      const before = entryOf(errand)
      if (before !== undefined && at - before.at < renewedMs) return
      // A copy of its own: these bytes may be a part of a much larger read.
      const own = Buffer.allocUnsafeSlow(bytes.length)
      bytes.copy(own)
      kept.set(errand.body, { ministry: errand.ministry, bytes: own, at })
    },
    find(errand, asker) {
      if (maxAgeMs === 0 || !isForAll(errand, asker)) return undefined
      const entry = entryOf(errand)
      if (entry === undefined) return undefined
      const ageMs = now() - entry.at
      if (ageMs > maxAgeMs) return undefined
      return { bytes: entry.bytes, ageMs, given: () => onGiven?.(entry.ministry) }
    },
  }
}

function isForAll({ catalogue }: Errand, { identity }: Asker): boolean {
  if (catalogue === undefined || identity === undefined) return false
  return catalogue.every((permission) => grantOf(identity.grants, permission)?.whole === true)
}

function isWhole({ errors, extensions: { persons } }: MinistryReply): boolean {
  const isOfNobody = persons === undefined || (Array.isArray(persons) && persons.length === 0)
  return errors.length === 0 && isOfNobody
}
