// node --import ./scripts/strip-types.mjs …: gives Node the sources without their types, as they were kept when they were
// first read. Node can keep them itself, with what it compiled (NODE_COMPILE_CACHE), but then holds all of it in memory for as
// long as the program runs, some 25 MB; to compile them anew takes a few tenths of a second. V8 holds every source for as long
// as the program runs, so what nobody needs is left out (`makeSmall`), some 3 MB.
import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ifThere } from './if-there.mjs'
import { makeSmall } from './make-small.mjs'

const root = dirname(import.meta.dirname)
/** Another number where sources are made in another way: those that are kept are not asked for any more. */
const way = 2
const home = join(root, 'node_modules', '.cache', 'stripped')
const folder = join(home, `${process.versions.amaro}-${way}`)
const placeOf = (text) => join(folder, hash('sha1', text))

/** Stands at the end of what is kept: what is without it was lost when the machine went down, and is made anew. */
const end = '\n//'

/** What is kept of it, or null. */
function keptOf(text) {
  const kept = ifThere(() => readFileSync(placeOf(text), 'utf8'))
  return kept?.endsWith(end) ? kept : null
}

/** The program may have been begun twice: a file is there whole or not at all. */
function keep(text) {
  const making = `${placeOf(text)}.${process.pid}`
  writeFileSync(making, makeSmall(text, strip(text)) + end)
  renameSync(making, placeOf(text))
}

/** Node warns that what it does to every source by itself is new when it is asked for. */
function strip(text) {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(text)
  } finally {
    process.emitWarning = emitWarning
  }
}

/** Keeps whatever is not yet kept of a folder. */
function keepAll(top) {
  mkdirSync(folder, { recursive: true })
  for (const entry of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    // One that cannot be read so is for Node to explain, when it is asked for.
    try {
      if (keptOf(text) === null) keep(text)
    } catch {}
  }
}

/** What no source has been like for so long is not asked for again: another branch, looked at for a day, is still there. */
const keptForMs = 3 * 86_400_000

/** The folders that hold sources: a data folder may lie beside them and be closed to us. */
const ofSources = ['src', 'scripts', 'test', 'bench', 'migrations']

/**
 * Takes away what is kept of sources that are no more, halves of what was being kept when somebody was killed, and what was
 * made in another way. What is there now stays, however old it is.
 */
function sweep() {
  const old = Date.now() - keptForMs
  const now = new Set()
  for (const top of ofSources)
    for (const entry of ifThere(() => readdirSync(join(root, top), { recursive: true, withFileTypes: true })) ?? [])
      if (entry.isFile() && entry.name.endsWith('.ts'))
        ifThere(() => now.add(hash('sha1', readFileSync(join(entry.parentPath, entry.name), 'utf8'))))
  for (const way of ifThere(() => readdirSync(home)) ?? [])
    for (const name of ifThere(() => readdirSync(join(home, way))) ?? []) {
      const path = join(home, way, name)
      const isNow = join(home, way) === folder && now.has(name)
      ifThere(() => !isNow && statSync(path).mtimeMs < old && rmSync(path, { force: true }))
    }
}

const tried = new Set()

function read(path) {
  const text = readFileSync(path, 'utf8')
  const kept = keptOf(text)
  if (kept !== null) return kept
  // In a process of its own: what takes types out stays in memory, once it was needed.
  const [top] = relative(root, path).split(sep)
  if (!tried.has(top)) spawnSync(process.execPath, [import.meta.filename, top], { stdio: 'ignore' })
  tried.add(top)
  return keptOf(text) ?? makeSmall(text, strip(text))
}

if (import.meta.main) {
  keepAll(process.argv[2])
  sweep()
} else
  registerHooks({
    load: (url, context, next) => {
      const path = url.startsWith('file:') && url.endsWith('.ts') ? fileURLToPath(url) : ''
      if (!path.startsWith(root + sep) || path.includes(`${sep}node_modules${sep}`)) return next(url, context)
      return { format: 'module', source: read(path), shortCircuit: true }
    },
  })
