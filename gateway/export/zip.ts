import { Readable, pipeline } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import { CodedError } from '../../schema/errors.ts'

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
}

interface Written {
  readonly name: Buffer
  readonly offset: number
  readonly crc: number
  readonly size: number
  readonly packed: number
}

/** Sizes and places of the archive's first form (APPNOTE.TXT 4.4.8): four bytes. */
const most = 0xffff_ffff
/** Sizes follow the content (bit 3); names are UTF-8 (bit 11). */
const flags = 0x0808
const deflated = 8
const version = 20
/** 1 January 1980, midnight: an archive's time says nothing here. */
const dosDate = 0x21
/** Fast: the rows of a table shrink to about a fifth at once, and little more with patience. */
const level = 1

/**
 * Writes a ZIP archive (PKWARE APPNOTE.TXT 6.3.10) as its entries come, one after the other, in memory of constant size. An archive
 * that was cut off has no directory, and no program opens it. Fails with COST_EXCEEDED beyond 4 GiB.
 */
export async function* zip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
): AsyncGenerator<Uint8Array> {
  const directory: Written[] = []
  let offset = 0
  for await (const { name, content } of entries) {
    const entry = { name: Buffer.from(name), offset, crc: 0, size: 0, packed: 0 }
    const head = localHead(entry.name)
    yield head
    const counted = countedContent(content, entry)
    for await (const chunk of packed(counted)) {
      entry.packed += chunk.length
      yield chunk
    }
    const tail = descriptor(entry)
    yield tail
    offset += head.length + entry.packed + tail.length
    expectSmall(offset)
    directory.push(entry)
  }
  const central = Buffer.concat(directory.map(centralHead))
  expectSmall(offset + central.length)
  yield central
  yield endOf(directory.length, central.length, offset)
}

async function* countedContent(
  content: AsyncIterable<Uint8Array>,
  entry: { crc: number; size: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    entry.crc = crc32(chunk, entry.crc)
    entry.size += chunk.length
    expectSmall(entry.size)
    yield chunk
  }
}

async function* packed(content: AsyncGenerator<Uint8Array>): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level })
  // A failure of the content destroys the stream, whose reader below reports it.
  pipeline(Readable.from(content), deflate, () => undefined)
  for await (const chunk of deflate) yield chunk as Buffer
}

function expectSmall(bytes: number): void {
  if (bytes > most)
    throw new CodedError('COST_EXCEEDED', `The file passes the limit zipBytes: at most ${most}.`, {
      limit: 'zipBytes',
      allowed: most,
    })
}

function localHead(name: Buffer): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  writeCommon(head, 4)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name])
}

function descriptor({ crc, size, packed: packedSize }: Written): Buffer {
  const tail = Buffer.alloc(16)
  tail.writeUInt32LE(0x08074b50, 0)
  writeSizes(tail, 4, [crc, packedSize, size])
  return tail
}

function centralHead({ name, offset, crc, size, packed: packedSize }: Written): Buffer {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(version, 4)
  writeCommon(head, 6)
  writeSizes(head, 16, [crc, packedSize, size])
  head.writeUInt16LE(name.length, 28)
  head.writeUInt32LE(offset, 42)
  return Buffer.concat([head, name])
}

function writeCommon(head: Buffer, at: number): void {
  head.writeUInt16LE(version, at)
  head.writeUInt16LE(flags, at + 2)
  head.writeUInt16LE(deflated, at + 4)
  head.writeUInt16LE(dosDate, at + 8)
}

function writeSizes(head: Buffer, at: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) head.writeUInt32LE(value, at + 4 * index)
}

function endOf(count: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(bytes, 12)
  end.writeUInt32LE(offset, 16)
  return end
}
