import { expect, it } from 'vitest'
import { safePath } from './safe-path.ts'

it('after signing in one is led to the page of this product that one asked for', () => {
  expect(safePath('/customers?stage=loyal')).toBe('/customers?stage=loyal')
})

it.each([undefined, '', 'https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)'])(
  '%s leads home',
  (next) => {
    expect(safePath(next)).toBe('/')
  },
)
