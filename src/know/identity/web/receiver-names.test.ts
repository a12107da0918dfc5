import { expect, test } from 'vitest'
import { receiverNames } from './receiver-names.ts'

const part = (id: string, name: string | null, phone: string | null = null, code: string | null = null) => ({ id, name, phone, code })

test('those of different names are called by them', () => {
  expect(receiverNames('赵云', [part('a', '赵子龙', '+8613800000001')])).toEqual({
    survivor: '赵云',
    parts: [{ id: 'a', name: '赵子龙', phone: null }],
  })
})

test('a survivor that bears the name of a part, which takes it along, is not called by it', () => {
  const { survivor, parts } = receiverNames('钱小一', [part('a', '钱 一', '+8613800000001'), part('b', '钱小一', null, 'Q1')])
  expect(survivor).toBeNull()
  expect(parts).toEqual([
    { id: 'a', name: '钱 一', phone: null },
    { id: 'b', name: '钱小一 · Q1', phone: null },
  ])
})

test('parts of one name, however it is spaced, and one without a name are told by phone or number', () => {
  expect(
    receiverNames('陈一', [part('a', '王芳', '+8613800000001', 'M1'), part('b', '王 芳', null, 'M2'), part('c', null, null, 'M3')]).parts,
  ).toEqual([
    { id: 'a', name: '王芳', phone: '+8613800000001' },
    { id: 'b', name: '王 芳 · M2', phone: null },
    { id: 'c', name: 'M3', phone: null },
  ])
})
