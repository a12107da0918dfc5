import { expect, test } from 'vitest'
import type { Field } from '../../core/entity/field.ts'
import { labelOver } from './phone-label.ts'

const field: Field = { type: 'phone', label: { zh: '手机号', en: 'Phone' } }

test.each([
  ['a mobile', ['+8613812345678'], '手机号'],
  ['a landline', ['+861062771234'], '电话'],
  ['a landline with an extension', ['+861088888888;ext=801'], '电话'],
  ['a service number', ['+864001234567'], '电话'],
  ['a mobile beside a landline', ['+8613812345678', '+862188888888'], '电话'],
  ['a number abroad', ['+442079460958'], '手机号'],
  ['nothing', [null], '手机号'],
])('%s is called what it is', (_, values, label) => expect(labelOver(field, values).zh).toBe(label))

test('only phones have another name', () => {
  expect(labelOver({ type: 'text', label: { zh: '编号', en: 'Number' } }, ['+861062771234']).zh).toBe('编号')
})
