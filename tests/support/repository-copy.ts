import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { servedParts } from '../../deploy/container/served-parts.ts'
import { repositoryRoot } from './command-line.ts'

/** Copies what runs; the packages are links, but those whose names hold one of `copied`. */
export async function copyRepository(to: string, copied: string): Promise<void> {
  await mkdir(join(to, 'node_modules'), { recursive: true })
  for (const part of servedParts)
    await cp(join(repositoryRoot, part), join(to, part), { recursive: true })
  const modules = join(repositoryRoot, 'node_modules')
  for (const name of await readdir(modules)) {
    const [from, there] = [join(modules, name), join(to, 'node_modules', name)]
    if (copied !== '' && name.replace('@', '') === copied)
      await cp(from, there, { recursive: true, verbatimSymlinks: true })
    else await symlink(from, there)
  }
}
