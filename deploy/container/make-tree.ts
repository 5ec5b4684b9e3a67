import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pageHome } from '../console/open-page.ts'
import { readSettings } from '../settings.ts'
import { imageTree } from './image-tree.ts'

// tsx deploy/container/make-tree.ts TO: the file tree of the image, from this repository with its packages installed
// and its page built. Prints the digest of the tree.
const [to] = process.argv.slice(2)
if (to === undefined) throw new Error('expected the folder to make: make-tree.ts TO')
const settings = readSettings(process.env)
const tree = await imageTree({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  pages: pageHome(settings),
  to: resolve(to),
})
// What the image's data folder begins as.
await mkdir(join(resolve(settings.dataDir), 'empty'), { recursive: true })
process.stdout.write(`${tree.digest} ${tree.files} files ${tree.bytes} bytes\n`)
