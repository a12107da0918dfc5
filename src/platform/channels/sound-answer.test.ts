import { expect, test } from 'vitest'
import { contactTokenText } from '../../core/kit/contact-token.ts'
import { soundAnswer } from './sound-answer.ts'

test('an answer is kept in one line, without what a database refuses, and cut between signs', () => {
  expect(soundAnswer('550 no\u0000such\r\nuser')).toBe('550 no such user')
  const cut = soundAnswer(`${'x'.repeat(499)}😀`)
  expect(cut.isWellFormed()).toBe(true)
  expect(cut).toHaveLength(500)
})

test('a receiver that repeats what the database keeps sealed has nothing opened by it', () => {
  const token = contactTokenText({ kind: 'phone', blind: 'a'.repeat(32), four: 'b'.repeat(12), box: 'c'.repeat(80) })
  expect(soundAnswer(`422 ${token} unknown`)).toBe('422 •••• unknown')
})
