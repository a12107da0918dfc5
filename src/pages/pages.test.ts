import { expect, test } from 'vitest'
import type { EventKind } from '../core/event/event.ts'
import type { Fields } from '../core/entity/field.ts'
import { changedValues, checkValues, fieldOfPath, formFields } from './check-values.ts'
import { factSentence, newestFirst } from './fact-sentence.ts'
import { chipsOf, listSearch, readColumns, readSort, withoutChip, writeColumns, writeSort } from './list-address.ts'
import { saveViewInput } from './saved-view.ts'

const label = { zh: '字段', en: 'Field' }
const fields: Fields = {
  name: { type: 'text', label, listed: true, required: true },
  email: { type: 'email', label },
  birthday: { type: 'date', label },
  spend: { type: 'money', label, listed: true, computed: true, sortable: true },
}
const zh = { language: 'zh', currency: 'CNY', timeZone: 'Asia/Shanghai' } as const

test('a list shows the usual columns, the title first, unless the address says otherwise', () => {
  expect(readColumns(undefined, fields, 'name')).toEqual(['name', 'spend'])
  expect(readColumns('birthday,name,ghost,birthday', fields, 'name')).toEqual(['name', 'birthday'])
  expect(readColumns('ghost', fields, 'name')).toEqual(['name', 'spend'])
  expect(writeColumns(['name', 'spend'], fields, 'name')).toBe(undefined)
  expect(writeColumns(['name', 'birthday'], fields, 'name')).toBe('name,birthday')
})

test('an order in the address is read and written, and one by an unknown field is left out', () => {
  expect(readSort('-spend', fields)).toEqual({ field: 'spend', direction: 'desc' })
  expect(readSort('spend', fields)).toEqual({ field: 'spend', direction: 'asc' })
  expect(readSort('ghost', fields)).toBe(null)
  expect(writeSort({ field: 'spend', direction: 'desc' })).toBe('-spend')
})

test('a filter is shown as one chip a condition, and loses them one by one', () => {
  const rule = {
    all: [
      { field: 'name', op: 'is-known' },
      { field: 'email', op: 'is-known' },
    ],
  }
  expect(chipsOf(rule)).toHaveLength(2)
  expect(withoutChip(rule, 0)).toEqual({ all: [{ field: 'email', op: 'is-known' }] })
  expect(withoutChip({ all: [{ field: 'email', op: 'is-known' }] }, 0)).toBe(undefined)
  expect(chipsOf({ any: [] })).toHaveLength(1)
  expect(chipsOf(undefined)).toEqual([])
})

test('an address with a malformed rule is no address of a list', () => {
  expect(listSearch.safeParse({ rule: { fild: 'name' } }).success).toBe(false)
  expect(saveViewInput.safeParse({ entity: 'customer', name: 'x', query: { drop: 1 } }).success).toBe(false)
  expect(saveViewInput.safeParse({ entity: 'Robert"); drop', name: 'x', query: {} }).success).toBe(false)
  expect(saveViewInput.safeParse({ entity: 'customer', name: '  ', query: {} }).success).toBe(false)
  expect(saveViewInput.safeParse({ entity: 'customer', name: 'a\u0000', query: {} }).success).toBe(false)
})

test('a form says what is wrong at each field', () => {
  const troubles = checkValues({ name: ' ', email: 'nobody', birthday: '2026-02-30' }, fields, zh)
  expect(troubles['name']?.en).toBe('is required')
  expect(troubles['email']?.zh).toContain('“nobody”不是邮箱地址')
  expect(troubles['birthday']?.en).toContain('2026-01-05')
  expect(checkValues({ name: '李娜', email: null }, fields, zh)).toEqual({})
})

test('a form sends what was changed and nothing else; what was emptied is sent as null', () => {
  expect(changedValues({ name: '李娜', email: 'a@b.cn' }, { name: '李娜', email: '', birthday: '1990-01-01' }, fields)).toEqual({
    email: null,
    birthday: '1990-01-01',
  })
  expect(changedValues({}, { name: '', email: null }, fields)).toEqual({})
})

test('a problem finds its field by its path', () => {
  expect(fieldOfPath('input.email', fields)).toBe('email')
  expect(fieldOfPath('rows.0.ghost', fields)).toBe(null)
  expect(fieldOfPath(undefined, fields)).toBe(null)
})

test('a person fills in no field that the program works out', () => {
  expect(Object.keys(formFields(fields))).toEqual(['name', 'email', 'birthday'])
  expect(Object.keys(formFields(fields, ['birthday', 'spend', 'ghost']))).toEqual(['birthday'])
})

const purchase: EventKind = {
  name: 'purchase.made',
  label: { zh: '消费', en: 'Purchase' },
  sentence: { zh: '消费 {amount}（{what}）', en: 'Bought {what} for {amount}' },
  payload: { amount: { type: 'money', label }, what: { type: 'text', label } },
}

test('a fact is a sentence with its figures said by their types', () => {
  const fact = { seq: 1, kind: 'purchase.made', occurredAt: '2026-01-05T00:00:00Z', payload: { amount: 123450, what: '明前龙井' } }
  expect(factSentence(fact, purchase, zh)).toBe('消费 ¥1,234.50（明前龙井）')
  expect(factSentence(fact, purchase, { ...zh, language: 'en' })).toBe('Bought 明前龙井 for ¥1,234.50')
})

test('a part of the program stands in a sentence by its words, and a colleague by their name', () => {
  const done = {
    name: 'todo.made',
    label,
    sentence: { zh: '{by}添加了待办', en: '{by} made a to-do' },
    payload: { by: { type: 'text', to: 'actor', label } },
  }
  const said = (by: string, language: 'zh' | 'en') =>
    factSentence({ seq: 1, kind: 'todo.made', occurredAt: '', payload: { by } }, done, { ...zh, language })
  expect([said('outbox', 'zh'), said('outbox', 'en')]).toEqual(['系统（发件箱）添加了待办', 'System (outbox) made a to-do'])
  expect(said('林知秋', 'zh')).toBe('林知秋添加了待办')
})

test('a fact of an older program, or of none we know, still reads', () => {
  expect(factSentence({ seq: 1, kind: 'purchase.made', occurredAt: '', payload: { amount: { odd: true } } }, purchase, zh)).toBe(
    '消费 —（—）',
  )
  expect(factSentence({ seq: 1, kind: 'old.thing', occurredAt: '', payload: {} }, undefined, zh)).toBe('old.thing')
})

test('a piece in brackets is said only where everything in it is known', () => {
  const optional = { ...purchase, sentence: { zh: '消费 {amount}[（{what}）]', en: 'Bought[ {what}] for {amount}' } }
  const fact = { seq: 1, kind: 'purchase.made', occurredAt: '', payload: { amount: 100, what: '[春茶]' } }
  expect(factSentence(fact, optional, zh)).toBe('消费 ¥1.00（[春茶]）')
  expect(factSentence({ ...fact, payload: { amount: 100, what: null } }, optional, zh)).toBe('消费 ¥1.00')
  expect(factSentence({ ...fact, payload: { amount: 100 } }, optional, { ...zh, language: 'en' })).toBe('Bought for ¥1.00')
})

test('changed fields are named as the reader knows them, one that is gone by its name', () => {
  const updated = {
    name: 'customer.updated',
    label: { zh: '更新客户资料', en: 'Customer updated' },
    sentence: { zh: '更新了 {fields}', en: 'Changed: {fields}' },
    payload: { fields: { type: 'text', to: 'field', label: { zh: '更新的字段', en: 'Fields changed' } } },
  }
  const fact = { seq: 1, kind: 'customer.updated', occurredAt: '', payload: { fields: 'city, shoeSize' } }
  const labels = new Map([['city', { zh: '城市', en: 'City' }]])
  expect(factSentence(fact, updated, zh, labels)).toBe('更新了 城市、shoeSize')
})

test('facts stand newest first by when they happened', () => {
  const at = (seq: number, occurredAt: string) => ({ seq, occurredAt, kind: 'x', payload: {} })
  expect(
    newestFirst([at(1, '2026-01-03T00:00:00Z'), at(3, '2026-01-01T00:00:00Z'), at(2, '2026-01-03T00:00:00Z')]).map((f) => f.seq),
  ).toEqual([2, 1, 3])
})
