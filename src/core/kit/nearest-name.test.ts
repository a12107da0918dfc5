import { expect, test } from 'vitest'
import { nearestName } from './nearest-name.ts'

const names = ['name', 'phone', 'birthday', 'favouriteTea']

test('a slip of the hand finds the name that was meant', () => {
  expect(nearestName('fone', names)).toBe('phone')
  expect(nearestName('favoriteTea', names)).toBe('favouriteTea')
  expect(nearestName('FavouriteTEA', names)).toBe('favouriteTea')
})

test('a name that is like none of them finds none', () => {
  expect(nearestName('warehouse', names)).toBeNull()
  expect(nearestName('x', [])).toBeNull()
  expect(nearestName('at', ['of', 'name'])).toBeNull()
})
