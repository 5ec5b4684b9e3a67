import { hash as digest } from 'node:crypto'
import { z } from 'zod'
import type { ReadSignedHead } from './checkpoint.ts'
import type { ChainHead } from './event.ts'
import type { RecordOfLine } from './export-line.ts'
import type { Problem, ProblemKind } from './verification.ts'

export interface ChainCheckOptions {
  readonly chain: string
  /** The last record before those that follow: -1 = the chain's beginning. */
  readonly after: number
  readonly hash: string
  /** Where the export begins with these records. */
  readonly line: number
  readonly readHead: ReadSignedHead
  readonly report: (problem: Problem) => void
  /** Heads of this chain that something signed elsewhere names. */
  readonly expected: readonly ChainHead[]
  /** A head of another chain that this chain's start names. */
  readonly expect: (head: ChainHead, line: number) => void
}

/** The records of one chain, looked at in the order of the export. */
export interface ChainCheck {
  /** True when `checked` must be waited for before the next record. */
  record(line: number, record: RecordOfLine): Promise<void> | undefined
  end(): ChainSummary
}

export interface ChainSummary {
  readonly checkpoints: number
  readonly unsigned: number
  readonly unanswered: number
}

interface Gap {
  readonly line: number
  readonly from: number
  readonly missing: Set<number>
  /** More are missing than can be told apart. */
  readonly isWide: boolean
  isReordered: boolean
}

const previous = z.object({ chain: z.string(), seq: z.number().int(), hash: z.string() })
const start = z.object({ checkpointRecords: z.number().int(), previous: previous.nullable() })
const checkpoint = z.object({ jws: z.string() })

/** Records without a checkpoint where the chain's start, which says how many, is not in the export. */
const mostUnsigned = 100_000
/** Missing records that are remembered one by one, to tell moved ones from those that are gone. */
const maxMissing = 10_000
const prefixBytes = 65

export function openChainCheck(options: ChainCheckOptions): ChainCheck {
  const { chain, readHead, report } = options
  const expected = new Map(options.expected.map((head) => [head.seq, head.hash]))
  const open = new Set<string>()
  const gaps: Gap[] = []
  let last = options.after
  /** Of the record before; undefined after a gap. */
  let hash: string | undefined = options.hash
  let limit = mostUnsigned
  let unsigned = 0
  let signed = options.after
  let checkpoints = 0
  let isStretchReported = false
  let scratch = Buffer.alloc(4096)

  const problem = (line: number, kind: ProblemKind, seq: number, what: string): void =>
    report({ line, kind, chain, seq, what })

  /** As record-hash.ts does, without a new object for every record. */
  const hashOf = (before: string, body: Buffer): string => {
    const size = prefixBytes + body.length
    if (scratch.length < size) scratch = Buffer.alloc(size * 2)
    scratch.write(`${before}\n`, 0, 'latin1')
    body.copy(scratch, prefixBytes)
    return digest('sha256', scratch.subarray(0, size), 'hex')
  }

  const outOfOrder = (line: number, seq: number): void => {
    const gap = gaps.find(({ missing }) => missing.has(seq))
    if (gap === undefined) {
      problem(line, 'duplicated', seq, `record ${seq} is there twice`)
      return
    }
    gap.missing.delete(seq)
    if (gap.isReordered) return
    gap.isReordered = true
    problem(gap.line, 'reordered', gap.from, `record ${seq} comes after record ${last}`)
  }

  const skipTo = (line: number, seq: number): void => {
    const from = last + 1
    const isWide = seq - from > maxMissing
    const missing = new Set<number>()
    if (!isWide) for (let one = from; one < seq; one++) missing.add(one)
    gaps.push({ line, from, missing, isWide, isReordered: false })
    if (isWide) problem(line, 'missing', from, `records ${from} to ${seq - 1} are missing`)
    hash = undefined
    unsigned = 0
  }

  const checkSigned = async (
    line: number,
    seq: number,
    jws: string,
    before: string | undefined,
  ): Promise<void> => {
    const said = await readHead(jws, 'audit-checkpoint')
    if ('wrong' in said)
      problem(line, 'checkpoint invalid', seq, `checkpoint ${seq}: ${said.wrong}`)
    else if (said.chain !== chain || said.seq !== seq - 1)
      problem(line, 'checkpoint invalid', seq, `checkpoint ${seq} is that of another record`)
    else if (before !== undefined && said.hash !== before)
      problem(
        line,
        'altered',
        signed + 1,
        `records ${signed + 1} to ${seq - 1} are not those signed`,
      )
    else {
      checkpoints++
      signed = seq
      unsigned = 0
      isStretchReported = false
    }
  }

  const begun = (line: number, seq: number, body: Buffer): void => {
    const said = start.parse(JSON.parse(body.toString()))
    if (seq !== 0) problem(line, 'altered', seq, 'a start inside a chain')
    limit = said.checkpointRecords
    if (said.previous !== null) options.expect(said.previous, line)
  }

  const content = (line: number, { record, body }: RecordOfLine, before: string | undefined) => {
    const { seq, kind, id } = record
    if (kind === 'request' && id !== undefined) open.add(id)
    else if (kind === 'outcome' && id !== undefined) open.delete(id)
    try {
      if (kind === 'start') begun(line, seq, body)
      if (kind === 'checkpoint') {
        const { jws } = checkpoint.parse(JSON.parse(body.toString()))
        return checkSigned(line, seq, jws, before)
      }
    } catch {
      problem(line, 'altered', seq, `record ${seq} is not one that a gateway writes`)
    }
    if (unsigned > limit && !isStretchReported) {
      isStretchReported = true
      problem(line, 'checkpoint missing', seq, `${limit} records before ${seq} have no checkpoint`)
    }
    return undefined
  }

  return {
    record(line, read) {
      const { seq } = read.record
      if (read.record.chain !== chain) {
        problem(line, 'reordered', last + 1, `a record of chain ${read.record.chain} stands here`)
        return undefined
      }
      if (seq <= last) {
        outOfOrder(line, seq)
        return undefined
      }
      if (seq > last + 1) skipTo(line, seq)
      if (seq === 0 && read.record.kind !== 'start')
        problem(line, 'altered', 0, 'the chain does not begin with a start')
      const before = hash
      if (before !== undefined && hashOf(before, read.body) !== read.hash)
        problem(line, 'altered', seq, `record ${seq} is not the one that was hashed`)
      last = seq
      hash = read.hash
      unsigned++
      const wanted = expected.get(seq)
      if (wanted !== undefined) {
        expected.delete(seq)
        if (wanted !== read.hash)
          problem(line, 'altered', seq, `record ${seq} is not the one that was signed elsewhere`)
        else if (seq > signed) {
          signed = seq
          unsigned = 0
        }
      }
      return content(line, read, before)
    },
    end() {
      for (const { line, from, missing, isWide } of gaps)
        if (!isWide && missing.size > 0)
          problem(line, 'missing', from, `missing: ${[...missing].slice(0, 5).join(', ')}`)
      for (const seq of expected.keys())
        problem(
          options.line,
          'missing',
          Math.min(seq, last + 1),
          `the chain ends at record ${last}; record ${seq} was signed elsewhere`,
        )
      return { checkpoints, unsigned, unanswered: open.size }
    },
  }
}
