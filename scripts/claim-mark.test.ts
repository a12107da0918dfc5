import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { claimMark } from './claim-mark.mjs'

const folder = mkdtempSync(join(tmpdir(), 'regulars-mark-'))
const module = pathToFileURL(join(import.meta.dirname, 'claim-mark.mjs')).href
const mark = join(folder, '.installing')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => rmSync(mark, { force: true, recursive: true }))

/** The mark of a start that was killed: its number is nobody's. */
function leaveOne() {
  const script = `import { claimMark } from ${JSON.stringify(module)}; await claimMark(${JSON.stringify(mark)}); process.exit()`
  spawnSync(process.execPath, ['--input-type=module', '-e', script])
  expect(existsSync(mark)).toBe(true)
}

test('of several starts that find a mark of one that was killed, one at a time goes on', async () => {
  leaveOne()
  const log = join(folder, 'log')
  writeFileSync(log, '')
  const script = `import { appendFileSync } from 'node:fs'; import { claimMark } from ${JSON.stringify(module)}
    const letGo = await claimMark(${JSON.stringify(mark)})
    appendFileSync(${JSON.stringify(log)}, 'begins\\n')
    await new Promise((resolve) => setTimeout(resolve, 100))
    appendFileSync(${JSON.stringify(log)}, 'ends\\n')
    letGo()`
  const starts = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', script]))
  await Promise.all(starts.map((start) => new Promise((resolve) => start.once('exit', resolve))))
  expect(readFileSync(log, 'utf8')).toBe('begins\nends\n'.repeat(4))
  expect(readdirSync(folder)).toEqual(['log'])
}, 30_000)

test('a start in another container is waited for, though its process has our number or one that nobody has here', async () => {
  for (const number of [process.pid, 4_194_303]) {
    writeFileSync(mark, `${number} pid:[1] of-another`)
    let isOurs = false
    let times = 0
    const claimed = claimMark(mark, () => times++).then((letGo) => {
      isOurs = true
      return letGo
    })
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect([isOurs, times, readFileSync(mark, 'utf8')]).toEqual([false, 1, `${number} pid:[1] of-another`])
    rmSync(mark)
    ;(await claimed)()
    expect(existsSync(mark)).toBe(false)
  }
}, 30_000)

test('one that nobody has touched for long is left over, wherever its maker was', async () => {
  writeFileSync(mark, `1 pid:[1] of-another`)
  utimesSync(mark, new Date(Date.now() - 21_000), new Date(Date.now() - 21_000))
  let isTold = false
  const letGo = await claimMark(mark, () => (isTold = true))
  expect([isTold, readFileSync(mark, 'utf8').startsWith(`${process.pid} `)]).toEqual([false, true])
  letGo()
})

test('one that cannot be read is left over too when nobody has touched it for long, and keeps no start waiting for ever', async () => {
  mkdirSync(mark)
  utimesSync(mark, new Date(Date.now() - 21_000), new Date(Date.now() - 21_000))
  const letGo = await claimMark(mark)
  expect(readFileSync(mark, 'utf8').startsWith(`${process.pid} `)).toBe(true)
  letGo()
})

test('one that the clock of another has dated after now is left over once it has stood untouched by our own', async () => {
  writeFileSync(mark, `1 pid:[1] of-another`)
  utimesSync(mark, new Date(Date.now() + 3_600_000), new Date(Date.now() + 3_600_000))
  const letGo = await claimMark(mark)
  expect(readFileSync(mark, 'utf8').startsWith(`${process.pid} `)).toBe(true)
  letGo()
}, 60_000)

test('whoever has it keeps it fresh, and takes nobody else’s away at the end', async () => {
  const letGo = await claimMark(mark)
  utimesSync(mark, new Date(0), new Date(0))
  await expect.poll(() => Date.now() - (existsSync(mark) ? statSync(mark).mtimeMs : 0), { timeout: 8_000 }).toBeLessThan(10_000)
  writeFileSync(mark, '1 pid:[1] of-another')
  letGo()
  expect(existsSync(mark)).toBe(true)
}, 15_000)
