import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'

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
