import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CsvRecord, makeSplitter } from './split-records.ts'

function split(text: string, options: { delimiter?: string; newline?: '\n' | '\r'; piece?: number; longest?: number } = {}): CsvRecord[] {
  const splitter = makeSplitter(options.delimiter ?? ',', options.newline, options.longest)
  const records: CsvRecord[] = []
  const piece = options.piece ?? 7
  for (let at = 0; at < text.length; at += piece) records.push(...splitter.push(text.slice(at, at + piece)))
  return [...records, ...splitter.end()]
}

const cells = (records: readonly CsvRecord[]) => records.map((r) => r.cells)
const cell = fc.string({ unit: fc.constantFrom('a', '中', '"', ',', '\n', ' ', ';'), maxLength: 6 })

test('any table comes back as it was written, in pieces of any size, as another reader reads it too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('\n', '\r\n'),
      (rows, piece, end) => {
        const text = rows.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',') + end).join('')
        expect(cells(split(text, { piece }))).toEqual(rows)
        expect(parse(text, { relax_column_count: true })).toEqual(rows)
      },
    ),
  )
})

test('any text at all is read to its end, and pieces make no difference', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n'), maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (text, piece) => {
        expect(split(text, { piece })).toEqual(split(text, { piece: 1000 }))
      },
    ),
  )
})

test('each record says the line on which it begins', () => {
  expect(split('a,b\n\n"x\ny",1\r\nlast,2').map((r) => [r.line, ...r.cells])).toEqual([
    [1, 'a', 'b'],
    [3, 'x\ny', '1'],
    [5, 'last', '2'],
  ])
})

test('a quote that never closes costs its own line and no more', () => {
  expect(split('a,b\n1,"open\n2,c\n3,d\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: [], fault: 'open-quote' },
    { line: 3, cells: ['2', 'c'] },
    { line: 4, cells: ['3', 'd'] },
  ])
})

test('an open quote that another cell’s quote seems to close costs its own line and no more', () => {
  expect(split('a,b\n1,"open\n2,c\n3,"two\nlines"\n').map((r) => r.fault ?? r.cells.join('|'))).toEqual([
    'a|b',
    'open-quote',
    '2|c',
    '3|two\nlines',
  ])
})

test('a cell of ten million characters is refused, and the next line is read', () => {
  const long = 'x'.repeat(10_000_000)
  const read = (text: string) => split(text, { piece: 262_144 }).map((r) => r.fault ?? r.cells.join())
  expect(read(`a,b\n1,${long}\n2,c\n`)).toEqual(['a,b', 'too-long', '2,c'])
  expect(read(`a,b\n1,"${long}"\n2,c\n`)).toEqual(['a,b', 'too-long', '2,c'])
  expect(read(`a,b\n1,"${`${'x'.repeat(999)}\n`.repeat(1_100)}2,c\n`).slice(0, 2)).toEqual(['a,b', 'open-quote'])
})

test('inches and lines that end with CR alone are read as they are meant', () => {
  expect(cells(split('5" pipe,1\rb,2', { newline: '\r' }))).toEqual([
    ['5" pipe', '1'],
    ['b', '2'],
  ])
  expect(cells(split('"a"b,c\n'))).toEqual([['ab', 'c']])
})
