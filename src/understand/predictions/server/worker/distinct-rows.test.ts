import { expect, test } from 'vitest'
import { copyBytes, copyHead, copyTail } from './copy-bytes.ts'
import { distinctRows } from './distinct-rows.ts'
import { columnFiller } from './fill-columns.ts'
import { openWeeksBetween } from './open-weeks.ts'
import { makeColumns, readId, writeId } from './past-columns.ts'
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

type Past = { readonly id: string; readonly wholes: readonly number[]; readonly repeat: number | null; readonly isPrivate: boolean }

/** Pasts as the database sends them: days, first, last, days before, last before, came, days in the last 30, 90 and the 90 before. */
function copyOf(pasts: readonly Past[]): Uint8Array {
  const bytes = copyBytes(100_000)
  for (const { id, wholes, repeat, isPrivate } of pasts) {
    const [days = 0, first = 0, last = 0, daysBefore = 0, lastBefore = 0, came = 0, ...recent] = wholes
    const ids = new Uint8Array(16)
    writeId(ids, 0, id)
    bytes.row(16)
    bytes.id(ids, 0)
    for (const whole of [days, first, last]) bytes.int(whole)
    bytes.double(45_000)
    bytes.double(repeat)
    bytes.int(daysBefore)
    if (lastBefore === 0) bytes.double(null)
    else bytes.int(lastBefore)
    bytes.double(30_000)
    bytes.double(null)
    bytes.int(came)
    bytes.double(900)
    bytes.int(isPrivate ? 1 : 0)
    for (const place of [0, 1, 2]) bytes.int(recent[place] ?? 0)
  }
  return new Uint8Array([...copyHead, ...bytes.taken(), ...copyTail])
}

test('rows of a copy are read wherever they are cut, more of them than were expected too, and ids come back as they were', () => {
  const id = '018f0000-0000-7000-8000-00000000beef'
  const copied = copyOf([
    { id, wholes: [3, 20_000, 20_070, 2, 20_010, 1, 4, 5, 6], repeat: 15_000.5, isPrivate: false },
    { id, wholes: [1, 20_001, 20_001, 0, 0, 0], repeat: null, isPrivate: true },
  ])
  for (const cut of [1, 17, 150, 100_000]) {
    const filler = columnFiller(1)
    for (let from = 0; from < copied.length; from += cut) filler.take(copied.slice(from, from + cut))
    const columns = filler.columns()
    expect(columns.days).toHaveLength(2)
    expect([readId(columns.ids, 0), readId(columns.ids, 1)]).toEqual([id, id])
    expect([columns.days[0], columns.last[0], columns.repeat[0], columns.came[0], columns.isPrivate[0]]).toEqual([3, 20070, 15000.5, 1, 0])
    expect([columns.total[0], columns.lastBefore[0], columns.totalBefore[0], columns.cameSpend[0]]).toEqual([45_000, 20_010, 30_000, 900])
    expect([columns.days30[0], columns.days90[0], columns.daysBefore90[0]]).toEqual([4, 5, 6])
    expect([columns.days[1], columns.repeat[1], columns.daysBefore[1], columns.lastBefore[1], columns.isPrivate[1]]).toEqual([
      1,
      Number.NaN,
      0,
      0,
      1,
    ])
  }
})

test('a copy without rows has no buyers', () => {
  const filler = columnFiller(5)
  filler.take(copyOf([]))
  expect(filler.columns().days).toHaveLength(0)
})

test('rows are found by their ids, and an id that nobody has is not', () => {
  const ids = Array.from({ length: 1_000 }, (_, i) => `018f0000-0000-7000-8000-${(i * 7919).toString(16).padStart(12, '0')}`)
  const columns = makeColumns(ids.length)
  for (const [row, id] of ids.entries()) writeId(columns.ids, row, id)
  const rowOf = rowFinder(columns.ids)
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
