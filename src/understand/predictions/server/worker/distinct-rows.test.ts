import { expect, test } from 'vitest'
import { columnFiller, readId } from './past-columns.ts'
import { distinctRows } from './distinct-rows.ts'
import { openWeeksBetween } from './open-weeks.ts'
import { rowFinder } from './row-finder.ts'
import { rfmSums } from './rfm-sums.ts'

const plain = openWeeksBetween([])

test('identical pasts are counted once, and what came later parts them', () => {
  const pasts = [
    { days: 3, first: 20_000, last: 20_070, came: 0 },
    { days: 1, first: 20_007, last: 20_007, came: 2 },
    { days: 3, first: 20_000, last: 20_070, came: 0 },
    { days: 3, first: 20_000, last: 20_070, came: 1 },
    null,
  ]
  const { x, tx, t, count, came } = distinctRows(5, (row) => pasts[row] ?? null, 20_140, plain)
  expect([...x].map((_, i) => [x[i], tx[i], t[i], count[i], came[i]])).toEqual([
    [0, 0, 19, 1, 2],
    [2, 10, 20, 2, 0],
    [2, 10, 20, 1, 1],
  ])
})

test('days on which the shop was closed do not count', () => {
  const weeks = openWeeksBetween([{ from: '2026-02-01', to: '2026-02-28' }])
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000
  expect(weeks(day('2026-01-01'), day('2026-03-12'))).toBe((70 - 28) / 7)
  expect(weeks(day('2026-02-10'), day('2026-02-20'))).toBe(0)
  expect(weeks(day('2026-02-22'), day('2026-03-07'))).toBe(1)
})

test('lines of a copy are read wherever they are cut, and ids come back as they were', () => {
  const id = '018f0000-0000-7000-8000-00000000beef'
  const text = `${id}\t3\t20000\t20070\t45000\t15000.5\t2\t20010\t30000\t\\N\t1\t900\tf\n${id}\t1\t20001\t20001\t100\t\\N\t0\t\\N\t0\t\\N\t0\t0\tt\n`
  const bytes = new TextEncoder().encode(text)
  const filler = columnFiller(1)
  for (let from = 0; from < bytes.length; from += 17) filler.take(bytes.slice(from, from + 17))
  const columns = filler.columns()
  expect(columns.days).toHaveLength(2)
  expect([readId(columns.ids, 0), readId(columns.ids, 1)]).toEqual([id, id])
  expect([columns.days[0], columns.last[0], columns.repeat[0], columns.came[0], columns.isPrivate[0]]).toEqual([3, 20070, 15000.5, 1, 0])
  expect([columns.days[1], columns.repeat[1], columns.daysBefore[1], columns.isPrivate[1]]).toEqual([1, Number.NaN, 0, 1])
})

test('rows are found by their ids, and an id that nobody has is not', () => {
  const ids = Array.from({ length: 1_000 }, (_, i) => `018f0000-0000-7000-8000-${(i * 7919).toString(16).padStart(12, '0')}`)
  const filler = columnFiller(1_200)
  filler.take(new TextEncoder().encode(ids.map((id) => `${id}\t1\t20001\t20001\t100\t\\N\t0\t\\N\t0\t\\N\t0\t0\tf\n`).join('')))
  const rowOf = rowFinder(filler.columns().ids)
  expect(ids.every((id, row) => rowOf(id) === row)).toBe(true)
  expect(rowOf('018f0000-0000-7000-8000-fffffffffff0')).toBe(-1)
  expect(rowFinder(new Uint8Array(0))(ids[0] ?? '')).toBe(-1)
})

test('equal customers have equal sums of scores', () => {
  const rows = Uint32Array.from([0, 1, 2, 3, 4])
  const sums = rfmSums(
    { last: Int32Array.of(1, 2, 3, 4, 4), days: Int32Array.of(1, 1, 1, 9, 9), total: Float64Array.of(5, 6, 7, 8, 8) },
    rows,
  )
  expect(sums[3]).toBe(sums[4])
  expect(sums[0]).toBe(3)
  expect(sums[3]).toBeGreaterThan(sums[2] ?? 99)
})
