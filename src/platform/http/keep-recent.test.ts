import { expect, test } from 'vitest'
import { keepRecent } from './keep-recent.ts'

test('what was asked for last is kept, and what nobody asked for since is made anew', () => {
  const made: string[] = []
  const kept = keepRecent<string, string>(2)
  const ask = (key: string) => kept.of(key, () => (made.push(key), key.toUpperCase()))
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual(['A', 'B', 'A', 'C', 'A', 'B'])
  // b was asked for longest ago when c came, and c when b came again.
  expect(made).toEqual(['a', 'b', 'c', 'b'])
  kept.clear()
  expect(ask('b')).toBe('B')
  expect(made).toHaveLength(5)
})
