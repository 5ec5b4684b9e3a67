import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Bytes from which a file is worth compressing. */
const least = 1024
/** Formats that are compressed in themselves gain nothing. */
const compressible = /\.(js|css|svg|json|txt|wasm|map)$/
/** Of 11: the last two steps take several times as long for one or two per cent. */
const quality = 9

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Writes `name.br` and `name.gz` beside each file of a folder that they make shorter. */
export async function compressFiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => compressible.test(name))
  await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name)
      const content = await readFile(file)
      if (content.length < least) return
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      }
      const made = await Promise.all([
        brotli(content, { params }),
        zip(content, { level: constants.Z_BEST_COMPRESSION }),
      ])
      for (const [place, ending] of ['br', 'gz'].entries()) {
        const packed = made[place]
        if (packed !== undefined && packed.length < content.length)
          await writeFile(`${file}.${ending}`, packed)
      }
    }),
  )
}
