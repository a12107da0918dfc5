import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fields } from '../../core/entity/field.ts'
import { arrange, type Layout, layoutFor, moveField, standardLayout, stepField } from './layout.ts'

const field = (more: object = {}) => ({ type: 'text', label: { zh: '字', en: 'Field' }, ...more })
const fields: Fields = {
  kind: field(),
  name: field({ listed: true }),
  shortName: field(),
  phone: field({ listed: true }),
  gender: field(),
  tea: field({ custom: true }),
  spend: field({ computed: true, listed: true }),
}
const namesIn = ({ groups, hidden }: Layout) => [...groups.flatMap((group) => group.fields), ...hidden]

test('the standard form asks a person and a company for what each may have; the profile hides nothing', () => {
  expect(standardLayout('form', 'person', fields).hidden).toEqual(['shortName'])
  expect(standardLayout('form', 'company', fields).hidden).toEqual(['gender'])
  expect(standardLayout('profile', 'company', fields).hidden).toEqual([])
  expect(standardLayout('form', 'person', fields).groups.at(-1)?.fields).toEqual(['tea'])
  expect(standardLayout('list', 'any', fields).groups[0]?.fields).toEqual(['name', 'phone', 'spend'])
})

test('a field that is new joins a saved layout, one that is gone leaves it, and a required one is asked though it was hidden', () => {
  const saved: Layout = { groups: [{ title: null, fields: ['phone', 'gone', 'name'] }], hidden: ['kind', 'shortName'] }
  expect(arrange(saved, 'form', fields)).toEqual({
    groups: [{ title: null, fields: ['phone', 'name', 'gender', 'tea'] }],
    hidden: ['kind', 'shortName'],
  })
  const asked = { ...fields, shortName: field({ required: true }) }
  expect(arrange(saved, 'form', asked).groups[0]?.fields).toContain('shortName')
  expect(arrange(saved, 'profile', asked).hidden).toContain('shortName')
})

test('a column that nobody chose joins the list only where it is to be listed', () => {
  const saved: Layout = { groups: [{ title: null, fields: ['name'] }], hidden: ['phone', 'kind', 'shortName', 'gender', 'spend'] }
  expect(arrange(saved, 'list', fields)).toMatchObject({ groups: [{ fields: ['name'] }] })
  expect(arrange(saved, 'list', { ...fields, tea: field({ custom: true, listed: true }) })).toMatchObject({
    groups: [{ fields: ['name', 'tea'] }],
  })
})

test('whatever is moved, every field stands in exactly one place', () => {
  const all = namesIn(layoutFor([], 'form', 'person', fields)).toSorted()
  const move = fc.oneof(
    fc.record({ name: fc.constantFrom(...all), group: fc.nat(3), index: fc.nat(5) }),
    fc.record({ name: fc.constantFrom(...all), by: fc.constantFrom(1 as const, -1 as const) }),
    fc.record({ name: fc.constantFrom(...all) }),
  )
  fc.assert(
    fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
      let layout = layoutFor([], 'form', 'person', fields)
      for (const one of moves) {
        if ('by' in one) layout = stepField(layout, one.name, one.by)
        else layout = moveField(layout, one.name, 'group' in one ? one : null)
      }
      expect(namesIn(layout).toSorted()).toEqual(all)
    }),
  )
})

test('a step over the edge of a group leads into the next one', () => {
  const layout: Layout = {
    groups: [
      { title: null, fields: ['a', 'b'] },
      { title: null, fields: ['c'] },
    ],
    hidden: [],
  }
  expect(stepField(layout, 'b', 1).groups.map((group) => group.fields)).toEqual([['a'], ['b', 'c']])
  expect(stepField(layout, 'c', -1).groups.map((group) => group.fields)).toEqual([['a', 'b', 'c'], []])
  expect(stepField(layout, 'a', -1)).toEqual(layout)
})
