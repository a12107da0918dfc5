import { expect, test } from 'vitest'
import { disarmCell } from './csv-line.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['@x', "'@x"],
  ['+86 138', "'+86 138"],
  ['-5', '-5'],
  ['-5+cmd', "'-5+cmd"],
  ['\tx', "'\tx"],
  ['茶', '茶'],
])('a cell that would run is disarmed: %s', (text, disarmed) => {
  expect(disarmCell(text)).toBe(disarmed)
})
