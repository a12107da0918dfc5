import { expect, test } from 'vitest'
import { bearerNamed } from './same-bearer.ts'

test('of a few who go by one phone a title finds its bearer, of a crowd only the very name does', () => {
  const wei = { name: '张伟' }
  const others = Array.from({ length: 60 }, (_, i) => ({ name: `Customer ${i}` }))
  expect(bearerNamed({ name: '张先生' }, [wei])).toBe(wei)
  expect(bearerNamed({ name: '张先生' }, [wei, ...others])).toBe(null)
  expect(bearerNamed({ name: '张伟' }, [...others, wei])).toBe(wei)
})
