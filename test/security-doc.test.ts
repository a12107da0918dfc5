import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { largestAttachment } from '../src/core/kit/attached-file.ts'
import { checkPassword, shortestPassword } from '../src/platform/access/password-rules.ts'
import { mlpsPasswords } from '../src/platform/access/security-policy.ts'
import { newToken } from '../src/platform/actions/secrets.ts'
import { usualLimits } from '../src/platform/spreadsheets/limits.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
/** A formatter pads the cells of a table; what they say is the same. */
const readPlain = (file: string) => read(file).replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---')
const page = readPlain('docs/security.md')
const policy = readPlain('SECURITY.md')

/** OWASP ASVS 5.0.0: by section, the items of levels 1 and 2. */
const levelTwo: Readonly<Record<string, readonly number[]>> = {
  '1.1': [1, 2],
  '1.2': [1, 2, 3, 4, 5, 6, 7, 8, 9],
  '1.3': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  '1.4': [1, 2, 3],
  '1.5': [1, 2],
  '2.1': [1, 2, 3],
  '2.2': [1, 2, 3],
  '2.3': [1, 2, 3, 4],
  '2.4': [1],
  '3.2': [1, 2],
  '3.3': [1, 2, 3, 4],
  '3.4': [1, 2, 3, 4, 5, 6],
  '3.5': [1, 2, 3, 4, 5],
  '3.7': [1, 2],
  '4.1': [1, 2, 3],
  '4.2': [1],
  '4.3': [1, 2],
  '4.4': [1, 2, 3, 4],
  '5.1': [1],
  '5.2': [1, 2, 3],
  '5.3': [1, 2],
  '5.4': [1, 2, 3],
  '6.1': [1, 2, 3],
  '6.2': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  '6.3': [1, 2, 3, 4],
  '6.4': [1, 2, 3, 4],
  '6.5': [1, 2, 3, 4, 5],
  '6.6': [1, 2, 3],
  '6.8': [1, 2, 3, 4],
  '7.1': [1, 2, 3],
  '7.2': [1, 2, 3, 4],
  '7.3': [1, 2],
  '7.4': [1, 2, 3, 4, 5],
  '7.5': [1, 2],
  '7.6': [1, 2],
  '8.1': [1, 2],
  '8.2': [1, 2, 3],
  '8.3': [1],
  '8.4': [1],
  '9.1': [1, 2, 3],
  '9.2': [1, 2, 3, 4],
  '10.1': [1, 2],
  '10.2': [1, 2],
  '10.3': [1, 2, 3, 4],
  '10.4': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  '10.5': [1, 2, 3, 4, 5],
  '10.6': [1, 2],
  '10.7': [1, 2, 3],
  '11.1': [1, 2],
  '11.2': [1, 2, 3],
  '11.3': [1, 2, 3],
  '11.4': [1, 2, 3, 4],
  '11.5': [1],
  '11.6': [1],
  '12.1': [1, 2, 3],
  '12.2': [1, 2],
  '12.3': [1, 2, 3, 4],
  '13.1': [1],
  '13.2': [1, 2, 3, 4, 5],
  '13.3': [1, 2],
  '13.4': [1, 2, 3, 4, 5],
  '14.1': [1, 2],
  '14.2': [1, 2, 3, 4],
  '14.3': [1, 2, 3],
  '15.1': [1, 2, 3],
  '15.2': [1, 2, 3],
  '15.3': [1, 2, 3, 4, 5, 6, 7],
  '16.1': [1],
  '16.2': [1, 2, 3, 4, 5],
  '16.3': [1, 2, 3, 4],
  '16.4': [1, 2, 3],
  '16.5': [1, 2, 3],
  '17.1': [1],
  '17.2': [1, 2, 3, 4],
  '17.3': [1, 2],
}
/** Of level 3, for systems of this kind are attacked by them. */
const besides = ['1.2.10', '1.3.12', '8.3.2']
const standard = Object.entries(levelTwo).flatMap(([section, items]) => items.map((item) => `${section}.${item}`))

type Row = { readonly item: string; readonly short: string; readonly state: string; readonly shown: string }

const rowsOf = (text: string): Row[] =>
  [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$/gm)].map(([, item = '', short = '', state = '', shown = '']) => ({
    item,
    short,
    state,
    shown,
  }))

const rows = rowsOf(page)

/** What is wrong with a row; nothing where it is right. */
function faultOf({ item, state, shown }: Row): string[] {
  if (state === 'not applicable' || state === 'open') return shown.length > 5 ? [] : [`${item}: without a reason`]
  if (state !== 'passed') return [`${item}: “${state}” is no state`]
  return shown.split('<br>').flatMap((one) => {
    const [, file = '', name = ''] = /^`([\w./-]+\.test\.ts)`: (.+)$/.exec(one) ?? []
    if (name === '') return [`${item}: names no test`]
    if (!existsSync(join(root, file))) return [`${item}: ${file} is not there`]
    return [`'${name}'`, `"${name}"`, `\`${name}\``].some((title) => read(file).includes(title))
      ? []
      : [`${item}: ${file} has no test “${name}”`]
  })
}

test('every item of levels 1 and 2, and the three besides, stands in the table once', () => {
  expect(standard).toHaveLength(253)
  expect(rows.map(({ item }) => item).toSorted()).toEqual([...standard, ...besides].toSorted())
})

test('every passed item names tests that are there, every other one a reason', () => {
  expect(rows.flatMap(faultOf)).toEqual([])
})

test('every kind of hole that others had names the tests that try it here', () => {
  const part = page.split('## Holes that systems of this kind really had')[1]?.split('## The items')[0] ?? ''
  const holes = [...part.matchAll(/^\| (.+?) \| (`.+) \|$/gm)]
  expect(holes.length).toBeGreaterThan(15)
  expect(holes.flatMap(([, item = '', shown = '']) => faultOf({ item, short: item, state: 'passed', shown }))).toEqual([])
})

test('a test that is gone, an item without one and a made-up state are found', () => {
  const row = { item: '1.1.1', short: 'x', state: 'passed', shown: '`test/schema.test.ts`: no such test' }
  expect(faultOf(row)).toHaveLength(1)
  expect(faultOf({ ...row, shown: '`test/nowhere.test.ts`: x' })).toHaveLength(1)
  expect(faultOf({ ...row, shown: 'surely' })).toHaveLength(1)
  expect(faultOf({ ...row, state: 'nearly' })).toHaveLength(1)
})

test('the counts above the table are those of the table', () => {
  const count = (state: string) => rows.filter((row) => row.state === state).length
  expect(page).toContain(`| **all ${rows.length}** | **${count('passed')}** | **${count('not applicable')}** | **${count('open')}** |`)
})

test('what the items ask to be written down is written down', () => {
  const [, written = ''] = page.split('## What the items ask to be written down')
  const parts = new Map(
    written
      .split('## The items')[0]
      ?.split(/^### /m)
      .map((part) => [part.split('\n')[0] ?? '', part.length]),
  )
  for (const part of [
    'Input',
    'Limits',
    'Files',
    'Signing in',
    'Sessions',
    'Rights',
    'Keys and ciphers',
    'Connections',
    'Classes of data',
    'Heavy work',
    'Logs',
  ])
    expect(parts.get(part), part).toBeGreaterThan(200)
})

test('the figures of the document are those of the program', () => {
  const source = (file: string) => read(`src/platform/access/${file}`)
  expect(page).toContain(`Passwords have ${shortestPassword} to 128 characters`)
  expect(source('password-rules.ts')).toContain('longestPassword = 128')
  expect(page).toContain(`at most ${largestAttachment / 1024 ** 2} MB`)
  expect(page).toContain(`another password every ${mlpsPasswords.days} days and none of the last ${mlpsPasswords.history}`)
  expect(page).toContain(`shut for ${mlpsPasswords.lockMinutes} minutes after ${mlpsPasswords.tries} tries`)
  expect(page).toContain('Unused for 3 days, or 14 days after it began')
  expect(source('security-policy.ts')).toMatch(/catch\(4_320\)[^]*catch\(336\)/)
  expect(page).toContain('10 wrong passwords in 10 minutes for an account from one place, 100 an hour for an account, 60 in 10 minutes')
  expect(source('count-tries.ts')).toContain('pair: { most: 10, minutes: 10 }, account: { most: 100, minutes: 60 }')
  expect(page).toContain(`at most ${usualLimits.entries.toLocaleString('en')} parts, ${usualLimits.ratio} times its packed size`)
})

test('the list of common passwords is long enough, and each of them is refused', () => {
  const listed = commonPasswords()
  expect(listed.length).toBeGreaterThan(3_000)
  for (const password of listed) expect(() => checkPassword(password), password).toThrow('access.password-')
})

function commonPasswords(): string[] {
  return read('src/platform/access/common-passwords.txt')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
}

test('a long phrase of any letters is taken, and nothing asks for kinds of characters', () => {
  for (const password of [
    '山有木兮木有枝心悦君兮',
    'correct horse battery staple',
    'kjhwqertzuopmn',
    '40917263855102',
    'a'.repeat(32) + 'bc'.repeat(16),
  ])
    expect(() => checkPassword(password), password).not.toThrow()
})

test('a token has 256 bits, and no two are alike', () => {
  const tokens = Array.from({ length: 1_000 }, () => newToken(''))
  expect(new Set(tokens).size).toBe(1_000)
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
})

test('SECURITY.md says how to report, what is supported and by when is mended', () => {
  for (const heading of [
    '## Reporting a hole',
    '## What is supported',
    '## By when holes are mended',
    '## Running it safely',
    '## 中文摘要',
  ])
    expect(policy).toContain(heading)
  expect(policy).toMatch(/critical[^|]*\| 7 days[^]*high[^|]*\| 30 days[^]*others \| 90 days/)
})

test('the rules for data that belong together stand in the page, each with a test that is there', () => {
  const [, part = ''] = page.split('### Data that belong together')
  const rules = [...(part.split('###')[0] ?? '').matchAll(/^\| (?!what |-)(.+?) \| (.+?) \| (.+?) *\|$/gm)]
  expect(rules.length).toBeGreaterThan(5)
  expect(rules.flatMap(([, item = '', short = '', shown = '']) => faultOf({ item, short, state: 'passed', shown }))).toEqual([])
})
