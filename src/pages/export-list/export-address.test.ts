import { expect, test } from 'vitest'
import { exportAddress } from './export-address.ts'

test('the address of an export carries the list’s own filters, and nothing that was not chosen', () => {
  const order = { id: 'i', format: 'csv', language: 'zh' } as const
  const address = exportAddress('customers', { rule: { field: 'city', op: 'is', value: '杭州' }, search: undefined, sort: '-spend' }, order)
  const query = new URL(address, 'http://x').searchParams
  expect(Object.fromEntries(query)).toEqual({
    id: 'i',
    format: 'csv',
    language: 'zh',
    sort: '-spend',
    rule: '{"field":"city","op":"is","value":"杭州"}',
  })
  expect(new URL(exportAddress('x', {}, { ...order, fields: ['a', 'b'] }), 'http://x').searchParams.get('fields')).toBe('a,b')
})
