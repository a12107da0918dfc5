import { expect, test } from 'vitest'
import { lineInSheet, placeOfLine, sayLine } from './line-place.ts'

test('a line is told by its sheet where sheets are joined, and a long text has no sheets', () => {
  expect(placeOfLine(12_000_017)).toEqual({ row: 12_000_017, sheet: null })
  expect(placeOfLine(lineInSheet(0, 1))).toEqual({ row: 1, sheet: 1 })
  expect(sayLine(lineInSheet(99, 1_048_576))).toEqual({ zh: '第 100 张表第 1048576 行', en: 'sheet 100, line 1048576' })
  // Lines of what was given for somebody else are kept as whole numbers of 32 bits.
  expect(lineInSheet(99, 1_048_576)).toBeLessThan(2 ** 31)
})
