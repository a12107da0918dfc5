import { expect, test } from 'vitest'
import { z } from 'zod'
import { mainIssue, sayIssue } from './say-issue.ts'

test.each([
  ['an id that is none', z.guid(), 'nonsense', '不是有效的编号', 'is not a valid id'],
  ['the name of a part that has to be an id', z.record(z.uuid(), z.number()), { me: 1 }, '不是有效的编号', 'is not a valid id'],
  [
    'a form that only a pattern says',
    z.string().regex(/^[a-z]+$/),
    'A',
    '格式不对，应符合 /^[a-z]+$/',
    'is not in the right form; it has to match /^[a-z]+$/',
  ],
  ['a text of too few letters', z.string().min(10), 'short', '太短，至少 10 个字符', 'is too short; use at least 10 characters'],
  ['a text of no letters', z.string().trim().min(1), ' ', '不能为空', 'must not be empty'],
  ['a port past every number', z.int().min(1).max(65_535), 1e308, '太大，不能超过 65535', 'is too large; it may be at most 65535'],
  ['a count far below nought', z.int().min(0), -1e308, '太小，不能小于 0', 'is too small; it must be at least 0'],
  [
    'an address where nothing would do as well',
    z.literal('').or(z.email()),
    'nobody',
    '不是有效的邮箱，应形如 name@example.com',
    'is not an e-mail address like name@example.com',
  ],
])('%s is refused in words of our own, in both languages', (_, schema, value, zh, en) => {
  const { error } = schema.safeParse(value)
  const issue = error && mainIssue(error)
  if (!issue) throw new Error('nothing was refused')
  expect(sayIssue(issue, value)).toEqual({ zh, en })
})
