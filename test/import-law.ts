// The import law (DESIGN, section 5), as functions over file texts so that a test can feed them bad samples.
import { posix } from 'node:path'

/** Paths from the repository's root, with their text. */
export type Sources = ReadonlyMap<string, string>

export type Import = { readonly target: string; readonly typeOnly: boolean }

/** From left to right. A room imports only what stands to its left; of one number, neither imports the other. */
const rooms: Readonly<Record<string, number>> = {
  core: 0,
  ui: 1,
  fields: 2,
  platform: 3,
  pages: 3,
  know: 4,
  understand: 5,
  act: 6,
  learn: 7,
  app: 8,
}

const featureRooms = ['know', 'understand', 'act', 'learn']
const drawers = ['utils', 'util', 'helpers', 'helper', 'common', 'lib', 'misc', 'shared']

const fromClause = /^\s*(?:import|export)\s+(type\s+)?([\w*{}\s,$]*?)\s*from\s+['"]([^'"]+)['"]/gm
const bareImport = /^\s*import\s+['"]([^'"]+)['"]/gm
const lateImport = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** Everything a file imports: files of ours by their path, packages by their name. */
export function readImports(path: string, text: string): Import[] {
  const resolve = (specifier: string) => (specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier)
  const found: Import[] = []
  for (const [, type, names, specifier] of text.matchAll(fromClause)) {
    found.push({ target: resolve(specifier ?? ''), typeOnly: type !== undefined || onlyTypes(names ?? '') })
  }
  for (const pattern of [bareImport, lateImport]) {
    for (const [, specifier] of text.matchAll(pattern)) found.push({ target: resolve(specifier ?? ''), typeOnly: false })
  }
  return found
}

function onlyTypes(names: string): boolean {
  const inside = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1]
  if (inside === undefined) return false
  const each = inside.split(',').map((name) => name.trim())
  return each.every((name) => name === '' || name.startsWith('type '))
}

type Place = { readonly room: string; readonly feature: string | null; readonly layer: 'root' | 'server' | 'web' }

export function placeOf(path: string): Place | null {
  const [source, room, ...rest] = path.split('/')
  if (source !== 'src' || room === undefined || rest.length === 0) return null
  const feature = rest.length > 1 ? (rest[0] ?? null) : null
  const layer = rest.includes('server') ? 'server' : rest.includes('web') ? 'web' : 'root'
  return { room, feature: featureRooms.includes(room) ? feature : null, layer }
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path)
const isBrowser = ({ room, layer }: Place, path: string) => layer === 'web' || room === 'ui' || room === 'pages' || path.endsWith('.tsx')
const isServer = ({ room, layer }: Place) => layer === 'server' || room === 'platform'
/** Root files of features and all of core and fields: read by server and browser alike. */
const isPure = ({ room, layer }: Place, path: string) =>
  layer === 'root' && (featureRooms.includes(room) || room === 'core' || room === 'fields') && !path.endsWith('.tsx')

/** Every break of the law in these sources, as sentences. Tests may import what they like. */
export function breaksOfImportLaw(sources: Sources): string[] {
  const breaks: string[] = []
  for (const [path, text] of sources) {
    if (isTest(path)) continue
    const from = placeOf(path)
    if (!from) continue
    if (path.endsWith('.tsx') && from.layer === 'root' && featureRooms.includes(from.room))
      breaks.push(`${path}: what a feature shows stands in its web/`)
    for (const { target } of readImports(path, text)) {
      const reason = target.startsWith('src/') ? breakBetween(path, from, target, sources) : breakOutside(path, from, target)
      if (reason) breaks.push(`${path} imports ${target}: ${reason}`)
    }
  }
  return breaks
}

function breakBetween(path: string, from: Place, target: string, sources: Sources): string | null {
  const to = placeOf(target)
  if (!to) return 'it is in no room'
  const mine = rooms[from.room]
  const theirs = rooms[to.room]
  if (mine === undefined || theirs === undefined) return 'there is no such room'
  if (isTest(target)) return 'a test is imported by nobody'
  if (theirs > mine || (theirs === mine && from.room !== to.room)) return 'rooms import leftward only'
  const isBeside = from.feature !== null && from.room === to.room && from.feature !== to.feature
  if (isBeside && to.layer !== 'root') return 'of a feature beside, only the definitions'
  if (isServer(from) && target.endsWith('.tsx')) return 'the server imports no .tsx'
  if (isBrowser(from, path) && isServer(to)) return 'the browser imports nothing of the server'
  if (isPure(from, path) && (isServer(to) || isImpure(target, sources))) return 'a root file is pure'
  return null
}

/** A plain .ts of pages or ui may be pure as well; it is when nothing that it loads has effects. */
function isImpure(target: string, sources: Sources): boolean {
  if (target.includes('/web/')) return true
  return [...reachedFrom(target, sources)].some((path) => path.endsWith('.tsx') || effects.test(path))
}

const effects = /^(node:|react($|[-/])|antd($|\/)|@ant-design\/|@tanstack\/|echarts|pg($|[-/])|fastify|nodemailer|vite)/

function breakOutside(path: string, from: Place, target: string): string | null {
  if (target.startsWith('test/') || target.startsWith('bench/')) return 'the product does not import its tests'
  if (isPure(from, path) && effects.test(target)) return 'a root file is pure'
  if (isBrowser(from, path) && /^(node:|pg($|[-/])|fastify)/.test(target)) return 'the browser has no such thing'
  return null
}

/** Circles of files that import each other, types aside. Each circle is said once, beginning at its first path. */
export function circles(sources: Sources): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (path: string): number => {
    const mine = index.size
    index.set(path, mine)
    low.set(path, mine)
    stack.push(path)
    for (const { target, typeOnly } of readImports(path, sources.get(path) ?? '')) {
      if (typeOnly || !sources.has(target)) continue
      const reached = index.has(target) ? (stack.includes(target) ? (index.get(target) ?? mine) : mine) : visit(target)
      low.set(path, Math.min(low.get(path) ?? mine, reached))
    }
    if (low.get(path) === mine) {
      const knot = stack.splice(stack.indexOf(path))
      if (knot.length > 1) found.push(knot.toSorted())
    }
    return low.get(path) ?? mine
  }
  for (const path of sources.keys()) if (!index.has(path)) visit(path)
  return found
}

/** Files that the program beginning at `entry` loads, types aside. */
export function reachedFrom(entry: string, sources: Sources): Set<string> {
  const reached = new Set<string>()
  const visit = (path: string) => {
    if (reached.has(path)) return
    reached.add(path)
    for (const { target, typeOnly } of readImports(path, sources.get(path) ?? '')) if (!typeOnly) visit(target)
  }
  visit(entry)
  return reached
}

/** Names that a file or folder may not have. */
export function badNames(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => {
    const parts = path.split('/')
    return /^index\.tsx?$/.test(parts.at(-1) ?? '') || parts.slice(0, -1).some((part) => drawers.includes(part))
  })
}

const loopholes: readonly (readonly [RegExp, string])[] = [
  [/(?::|\bas|<|\||=)\s*any\b(?!\s*\()/, 'any'],
  [/@ts-(?:ignore|nocheck|expect-error)/, 'a switched-off type check'],
  [/^\s*export default\b/, 'a default export'],
  [/^\s*(?:export\s+)?(?:const\s+)?enum\s/, 'an enum'],
]

/** Lines that step round the types, in code (comments and texts aside). */
export function loopholesIn(sources: Sources): string[] {
  const found: string[] = []
  for (const [path, text] of sources) {
    if (path.endsWith('.d.ts')) continue
    text.split('\n').forEach((line, at) => {
      const code = /^\s*(?:\/\/|\/?\*)/.test(line) ? '' : line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''")
      for (const [pattern, name] of loopholes) {
        if (pattern.test(name.startsWith('a switched') ? line : code)) found.push(`${path}:${at + 1} has ${name}`)
      }
      const isHome = path.startsWith('src/fields/') || path.startsWith('src/core/rule/')
      if (!isHome && /\bswitch\s*\(.*\.(?:type|op)\)/.test(code)) found.push(`${path}:${at + 1} switches on a type; make one record a kind`)
    })
  }
  return found
}
