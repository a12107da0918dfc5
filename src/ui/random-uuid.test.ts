import { expect, test } from 'vitest'
import { z } from 'zod'
import { randomUuid } from './random-uuid.ts'

test('ids made in the browser are random UUIDs, each another', () => {
  const made = Array.from({ length: 1_000 }, randomUuid)
  expect(made.every((id) => z.uuidv4().safeParse(id).success)).toBe(true)
  expect(new Set(made.map((id) => id.slice(0, 13))).size).toBe(1_000)
})
