import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { parseAst } from 'vite'
import { expect, test } from 'vitest'
import { nameTest } from '../src/know/imports/schedule.ts'

const root = join(import.meta.dirname, '..')

type Pattern = { readonly source: string; readonly flags: string; readonly path: string }

/** Every pattern that is written as one in what runs. */
const patterns: readonly Pattern[] = globSync('src/**/*.{ts,tsx}', { cwd: root })
  .filter((path) => !/\.test\.tsx?$/.test(path))
  .flatMap((path) => patternsIn(parseAst(readFileSync(join(root, path), 'utf8'), { lang: path.endsWith('x') ? 'tsx' : 'ts' }), path))

function patternsIn(node: unknown, path: string): Pattern[] {
  if (Array.isArray(node)) return node.flatMap((one) => patternsIn(one, path))
  if (typeof node !== 'object' || node === null) return []
  const { regex }: { regex?: { pattern: string; flags: string } } = node
  const own = regex ? [{ source: regex.pattern, flags: regex.flags, path }] : []
  return [...own, ...Object.values(node).flatMap((one) => patternsIn(one, path))]
}

/** What strangers may write again and again: of each kind of character one, and the beginnings of what patterns look for. */
const pieces = [
  ...'a01 -.,@/"()<=%我\n\t+:;_&#\\\'市省号*[',
  '{{',
  '{% ',
  'a.',
  'a@',
  '0-',
  '0 ',
  '<a',
  'a=',
  '](',
  'http://',
  'a ',
  '1.',
  '1,',
]
const length = 5_000
/** What grows with the square takes some hundredths of a second, what grows with the cube minutes. */
const patience = 5_000

/** The pieces by which this pattern can be kept at work. */
function runaways({ source, flags }: Omit<Pattern, 'path'>, timeout = patience): string[] {
  const context = createContext({ pattern: new RegExp(source, flags.includes('g') ? flags : `${flags}g`), text: '' })
  return pieces.filter((piece) => {
    context['text'] = `${piece.repeat(length / piece.length)}\u0001`
    try {
      runInContext(`text.replace(pattern, '')`, context, { timeout })
      return false
    } catch {
      return true
    }
  })
}

test('no pattern that is written out is kept at work by what a stranger writes again and again', { timeout: 120_000 }, () => {
  const repeating = patterns.filter(({ source }) => /[*+]|\{\d+,/.test(source))
  expect(repeating.length).toBeGreaterThan(200)
  expect(repeating.flatMap(({ source, flags, path }) => runaways({ source, flags }).map((piece) => ({ path, source, piece })))).toEqual([])
})

/** Those that are put together of parts while the program is read in, as a program of its own meets them. */
function composed(): Omit<Pattern, 'path'>[] {
  const files = globSync('src/**/*.ts', { cwd: root })
    .filter((path) => !path.endsWith('.test.ts') && /new RegExp\(/.test(readFileSync(join(root, path), 'utf8')))
    .map((path) => pathToFileURL(join(root, path)).href)
  const script = `const met = []
    globalThis.RegExp = new Proxy(RegExp, { construct: (made, [source, flags = '']) => { met.push({ source: String(source), flags }); return Reflect.construct(made, [source, flags]) } })
    const [files] = [${JSON.stringify(files)}]
    for (const file of files) {
      const { attribute } = await import(file)
      if (attribute) attribute("name = 'a'", 'name')
    }
    process.stdout.write(JSON.stringify(met))`
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
}

test('nor is one that is put together of parts', { timeout: 120_000 }, () => {
  const found = composed().filter(({ source }) => /[*+]|\{\d+,/.test(source))
  expect(found.length).toBeGreaterThan(30)
  expect(found.flatMap(({ source, flags }) => runaways({ source, flags }).map((piece) => ({ source, piece })))).toEqual([])
})

test('a name of files with many stars is looked for in one go', () => {
  const fits = nameTest(`${'*a'.repeat(40)}*b`)
  const before = process.cpuUsage().user
  expect(fits('a'.repeat(250))).toBe(false)
  expect(fits(`${'a'.repeat(250)}B`)).toBe(true)
  expect(process.cpuUsage().user - before).toBeLessThan(500_000)
  const orders = nameTest('Orders-*-*.csv')
  expect(['orders-1-2.CSV', 'orders--.csv', 'orders-1-.csv'].map(orders)).toEqual([true, true, true])
  expect(['orders-1.csv', 'orders-1-2.csv.tmp', 'x-orders-1-2.csv', 'orders-1-2xcsv'].map(orders)).toEqual([false, false, false, false])
  expect([nameTest('a.csv')('A.csv'), nameTest('a.csv')('aXcsv'), nameTest('ab*b.csv')('ab.csv')]).toEqual([true, false, false])
})

test('one that can be is found', { timeout: 120_000 }, () => {
  expect(runaways({ source: '^(?:0+)+$', flags: '' }, 500)).toContain('0')
})
