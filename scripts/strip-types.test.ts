import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { makeSmall } from './make-small.mjs'

const folder = join(import.meta.dirname, '..', 'dist', `stripped-${process.pid}`)
const hook = pathToFileURL(join(import.meta.dirname, 'strip-types.mjs')).href
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a program of this text says and how it ends, with nothing compiled kept by Node. */
function run(text: string) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'program.ts'), text)
  const { NODE_COMPILE_CACHE: _, ...env } = process.env
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', hook, join(folder, 'program.ts')], { env, encoding: 'utf8' })
  return { said: stdout, complained: stderr, status }
}

test('a program is read without its types, anew when it was changed, and without a warning', () => {
  const program = (n: number) =>
    `const n: number = ${n} satisfies number\nconsole.log(n, import.meta.main, import.meta.filename.length > 9)\n`
  for (const n of [1, 1, 2]) expect(run(program(n))).toEqual({ said: `${n} true true\n`, complained: '', status: 0 })
})

test('what cannot be read without its types is refused with its place, and a failure names the line that was written', () => {
  expect(run('enum Tea {\n  Green,\n}\n')).toMatchObject({ status: 1, complained: expect.stringMatching(/enum is not supported/) })
  expect(run('type Tea = string\n\nthrow new Error(`no ${"tea" satisfies Tea}`)\n').complained).toMatch(/program\.ts:3:7/)
})

test('letters beyond Latin-1 mean the same wherever they stand, in a source that is held at one byte a letter', () => {
  const program = [
    `type Words = {`,
    `  zh: string`,
    `}`,
    "const name: Words = { zh: `春茶\n${'é😀'}` } // 名",
    `const 男 = { 女: '\\u5e38客', "茶": 1 }`,
    `console.log(JSON.stringify([name, 男, 男.女, '二十五'.match(/[一-龥]+/u), /^😀$/u.test('😀'), ((s: TemplateStringsArray) => s[0])\`常客\`]))`,
    `throw new Error('停')`,
  ].join('\n')
  expect(run(program)).toEqual({
    said: `${JSON.stringify([{ zh: '春茶\né😀' }, { 女: '常客', 茶: 1 }, '常客', ['二十五'], true, '常客'])}\n`,
    complained: expect.stringMatching(/program\.ts:8[^]*停/),
    status: 1,
  })
  const small = makeSmall(program, program.replace('type Words = {\n  zh: string\n}', '              \n            \n '))
  expect(small.split('\n').slice(0, 3)).toEqual(['', '', ''])
  expect(small).not.toMatch(/[^\0-\xff]/)
})

test('a template that is read as it was written stays as it was written', () => {
  expect(run("console.log(String.raw`[一两]\\d 茶`, '茶')").said).toBe('[一两]\\d 茶 茶\n')
  expect(run("console.log('\\茶')").said).toBe('茶\n')
})

test('what is kept of sources that are no more goes after some days, and nothing else', () => {
  const home = join(import.meta.dirname, '..', 'node_modules', '.cache', 'stripped')
  const source = join(import.meta.dirname, '..', 'src', 'core', 'kit', 'words.ts')
  run(`await import(${JSON.stringify(pathToFileURL(source).href)})\nconsole.log('kept ${process.pid} ${Date.now()}')\n`)
  // Where that was kept is how sources are kept now.
  const changed = (name: string) => statSync(join(home, name)).mtimeMs
  const [way = ''] = readdirSync(home).toSorted((a, b) => changed(b) - changed(a))
  const present = hash('sha1', readFileSync(source, 'utf8'))
  expect(existsSync(join(home, way, present))).toBe(true)
  const weekAgo = new Date(Date.now() - 7 * 86_400_000)
  const gone = ['f'.repeat(40), `${'e'.repeat(40)}.123`].map((name) => join(home, way, name))
  const fresh = join(home, way, 'd'.repeat(40))
  const other = join(home, `other-${process.pid}`)
  mkdirSync(other)
  // Looked at first, and not there when it is: somebody else took it away meanwhile.
  const vanished = join(home, `0-${process.pid}`)
  mkdirSync(vanished)
  symlinkSync('nowhere', join(vanished, 'a'))
  for (const path of [...gone, fresh, join(other, 'a')]) writeFileSync(path, '')
  for (const path of [...gone, join(other, 'a'), join(home, way, present)]) utimesSync(path, weekAgo, weekAgo)
  try {
    // A source that nobody has kept has it swept.
    run(`console.log('${process.pid} ${Date.now()}')\n`)
    expect([...gone, join(other, 'a')].filter((path) => existsSync(path))).toEqual([])
    expect([fresh, join(home, way, present)].filter((path) => !existsSync(path))).toEqual([])
  } finally {
    for (const place of [other, vanished]) rmSync(place, { recursive: true, force: true })
    rmSync(fresh, { force: true })
  }
})
