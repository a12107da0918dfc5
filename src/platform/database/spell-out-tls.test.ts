import { expect, test } from 'vitest'
import { spellOutTls } from './spell-out-tls.ts'

test('a mode of TLS is told the driver as it takes it, and every other address stays as it is', () => {
  expect(spellOutTls('postgres://a:b@db/x?sslmode=require')).toBe('postgres://a:b@db/x?sslmode=verify-full')
  expect(spellOutTls('postgres://a:b@db/x?ssl=1&sslmode=verify-ca&sslrootcert=/ca')).toBe(
    'postgres://a:b@db/x?ssl=1&sslmode=verify-full&sslrootcert=/ca',
  )
  for (const same of [
    'postgres://a:b@db/x',
    'postgres://a:b@db/x?sslmode=no-verify',
    'postgres://a@db/x?uselibpqcompat=true&sslmode=require',
  ])
    expect(spellOutTls(same)).toBe(same)
})
