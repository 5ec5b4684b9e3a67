import type { JSONWebKeySet } from 'jose'
import { byteLines } from './byte-lines.ts'
import { type ChainCheck, openChainCheck } from './chain-check.ts'
import { signedHeads } from './checkpoint.ts'
import type { ChainHead } from './event.ts'
import { type ExportLine, type RecordOfLine, exportLine } from './export-line.ts'
import { noHash } from './record-hash.ts'
import { type Problem, type Verification, maxProblems } from './verification.ts'

export interface VerifyOptions {
  /** An export, as bytes. */
  readonly chunks: AsyncIterable<Buffer>
  /** The public keys that checkpoints may be signed with. */
  readonly keys: JSONWebKeySet
  /**
   * Checkpoints that were kept elsewhere (compact JWS): a whole journal must hold what they say. Those of
   * other keys are passed over.
   */
  readonly kept?: readonly string[]
}

interface Expected extends ChainHead {
  readonly line: number
}

/**
 * Checks an export against itself and the signatures in it, without a database, in one reading: every
 * record is the one that was hashed, none is missing, moved or there twice, and signatures stand
 * over them. What stands after the last signature is only as good as the export (`unsigned`).
 */
export async function verifyExport({
  chunks,
  keys,
  kept = [],
}: VerifyOptions): Promise<Verification> {
  const readHead = signedHeads(keys)
  const problems: Problem[] = []
  const expected: Expected[] = []
  const retained = new Map<string, ChainHead>()
  const seen = new Set<string>()
  let isPart = false
  let check: ChainCheck | undefined
  let problemCount = 0
  let number = 0
  const counts = { records: 0, checkpoints: 0, unsigned: 0, unanswered: 0 }

  const report = (problem: Problem): void => {
    problemCount++
    problems.push(problem)
    if (problems.length > 2 * maxProblems) problems.sort(byLine).splice(maxProblems)
  }
  const endChain = (): void => {
    if (check === undefined) return
    const { checkpoints, unsigned, unanswered } = check.end()
    counts.checkpoints += checkpoints
    counts.unsigned += unsigned
    counts.unanswered += unanswered
    check = undefined
  }

  const beginChain = ({ chain, after, hash }: ChainHeadLine): void => {
    endChain()
    if (seen.has(chain))
      report({
        line: number,
        kind: 'duplicated',
        chain,
        seq: after + 1,
        what: 'the chain is there twice',
      })
    seen.add(chain)
    const line = number
    const gone = retained.get(chain)
    const isFirst = after === -1 && hash === noHash
    const isAfterRetained = gone !== undefined && gone.seq === after && gone.hash === hash
    if (!isFirst && !isAfterRetained && !isPart) {
      const seq = gone === undefined ? 0 : gone.seq + 1
      report({ line, kind: 'missing', chain, seq, what: `records ${seq} to ${after} are missing` })
    }
    check = openChainCheck({
      chain,
      after,
      hash,
      line,
      readHead,
      report,
      expected: expected.filter((head) => head.chain === chain && head.seq > after),
      expect: (head, at) => {
        if (seen.has(head.chain))
          report({
            line: at,
            kind: 'reordered',
            chain: head.chain,
            seq: undefined,
            what: 'an earlier chain stands before a later one',
          })
        else expected.push({ ...head, line: at })
      },
    })
  }

  const expectKept = async (): Promise<void> => {
    for (const jws of kept) {
      const said = await readHead(jws, 'audit-checkpoint')
      if (!('wrong' in said)) expected.push({ ...said, line: number })
    }
  }

  const other = async (line: Exclude<ExportLine, RecordOfLine>): Promise<void> => {
    if ('journal' in line) {
      isPart = line.journal.from !== null
      if (line.journal.to === null && !isPart) await expectKept()
      return
    }
    if ('chain' in line) {
      beginChain(line)
      return
    }
    const said = await readHead(line.retained, 'audit-retained')
    if ('wrong' in said)
      report({
        line: number,
        kind: 'checkpoint invalid',
        chain: '',
        seq: undefined,
        what: `what was dropped: ${said.wrong}`,
      })
    else retained.set(said.chain, said)
  }

  for await (const lines of byteLines(chunks)) {
    for (const bytes of lines) {
      number++
      const line = exportLine(bytes)
      if (line === undefined)
        report({
          line: number,
          kind: 'unreadable',
          chain: '',
          seq: undefined,
          what: 'not a line of an export',
        })
      else if (!('record' in line)) await other(line)
      else if (check === undefined)
        report({
          line: number,
          kind: 'unreadable',
          chain: line.record.chain,
          seq: line.record.seq,
          what: 'a record of no chain',
        })
      else {
        counts.records++
        const signature = check.record(number, line)
        if (signature !== undefined) await signature
      }
    }
  }
  endChain()
  for (const { chain, seq, hash, line } of expected)
    if (!seen.has(chain)) reportAbsent({ chain, seq, hash, line }, retained.get(chain))

  function reportAbsent({ chain, seq, hash, line }: Expected, gone: ChainHead | undefined): void {
    if (gone !== undefined && (gone.seq > seq || (gone.seq === seq && gone.hash === hash))) return
    if (isPart) return
    report({
      line,
      kind: 'missing',
      chain,
      seq: 0,
      what: `the whole chain is missing, up to record ${seq}`,
    })
  }

  return Object.freeze({
    ...counts,
    chains: seen.size,
    problems: problems.sort(byLine).slice(0, maxProblems),
    problemCount,
  })
}

type ChainHeadLine = Extract<ExportLine, { readonly after: number }>

function byLine(a: Problem, b: Problem): number {
  return a.line - b.line
}
