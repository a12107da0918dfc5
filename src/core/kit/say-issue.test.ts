import { expect, test } from 'vitest'
import { z } from 'zod'
import { innermost, sayIssue } from './say-issue.ts'

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
  [
    'an address where nothing would do as well',
    z.literal('').or(z.email()),
    'nobody',
    '不是有效的邮箱，应形如 name@example.com',
    'is not an e-mail address like name@example.com',
  ],
])('%s is refused in words of our own, in both languages', (_, schema, value, zh, en) => {
  const issue = schema.safeParse(value).error?.issues[0]
  if (!issue) throw new Error('nothing was refused')
  expect(sayIssue(innermost(issue), value)).toEqual({ zh, en })
})
