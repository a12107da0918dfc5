import { expect, test } from 'vitest'
import { chooseTarget, holdsDates, namedColumns, targetAt } from './column-choices.ts'

test('a target that is chosen for another column leaves the first', () => {
  expect(chooseTarget({ code: 0, phone: 1 }, 2, 'phone')).toEqual({ code: 0, phone: 2 })
})

test('a column that gets another target loses the one it had', () => {
  expect(chooseTarget({ code: 0, phone: 1 }, 1, 'email')).toEqual({ code: 0, email: 1 })
})

test('a column can be left out', () => {
  expect(chooseTarget({ code: 0, phone: 1 }, 1, undefined)).toEqual({ code: 0 })
  expect(targetAt({ code: 0 }, 1)).toBeUndefined()
  expect(targetAt({ code: 0 }, 0)).toBe('code')
})

test('the order of day and month is asked for only where a column holds days', () => {
  const draft = {
    kind: 'customers',
    encoding: 'utf-8',
    delimiter: ',',
    sheet: null,
    headerRow: 1,
    dateOrder: null,
    decimalMark: '.',
    createCustomers: true,
    wakeJourneys: false,
  } as const
  expect(holdsDates({ ...draft, columns: { name: 0, phone: 1 } })).toBe(false)
  expect(holdsDates({ ...draft, columns: { name: 0, birthday: 1 } })).toBe(true)
})

test('chosen columns are kept by their names, and those of one name by their place among them', () => {
  expect(namedColumns({ phone: 2, name: 1, note: 3 }, ['电话', '姓名', '电话', ''])).toEqual({
    phone: { header: '电话', nth: 1 },
    name: { header: '姓名', nth: 0 },
  })
})
