// Builds the web app into dist/web when its sources are newer than what is there.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import { node24, refuseUnwritable, root, run, say } from './prepare.mjs'

const built = join(root, 'dist', 'web')
const stamp = join(built, 'built-from.txt')

/** Everything the browser's program may be made of; folders that only the server reads are left out. */
function sourceFiles() {
  const files = ['index.html', 'vite.config.ts', 'package-lock.json', 'scripts/build-web.mjs'].map((name) => join(root, name))
  for (const top of ['src', 'public']) {
    const folder = join(root, top)
    if (!existsSync(folder)) continue
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile() && !/[\\/](server|platform)[\\/]|\.test\.tsx?$/.test(path.slice(root.length))) files.push(path)
    }
  }
  return files.filter((file) => existsSync(file)).sort((a, b) => (a < b ? -1 : 1))
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of sourceFiles())
    hash
      .update(`${relative(root, file).split(sep).join('/')}\0`)
      .update(readFileSync(file))
      .update('\0')
  return hash.digest('hex')
}

/** Beside each file its gzip, a third as long: browsers take that over plain HTTP too, and nothing is packed while they wait. */
function packFiles() {
  const assets = join(built, 'assets')
  for (const name of readdirSync(assets)) {
    if (!/\.(js|css|svg)$/.test(name)) continue
    writeFileSync(join(assets, `${name}.gz`), gzipSync(readFileSync(join(assets, name)), { level: 9 }))
  }
}

/** Builds when needed; what is to be looked at before that is. False when the build failed. */
export async function buildWeb(lookFirst = async () => {}) {
  const now = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return true
  await lookFirst()
  refuseUnwritable([root, built, join(built, 'assets')], { zh: '网页要在那里构建', en: 'the web app has to be built there' })
  say({ zh: '正在构建网页……', en: 'Building the web app…' })
  // Whoever builds first builds for everybody: from within a test, where NODE_ENV says so, React would come as it is for developing.
  const env = { ...process.env, NODE_ENV: 'production' }
  const code = await run(node24, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], { env })
  if (code !== 0) return false
  packFiles()
  writeFileSync(stamp, now)
  return true
}
