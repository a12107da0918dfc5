import { expect, test } from 'vitest'
import { Problem } from '../../core/kit/problem.ts'
import { refusePlain } from './refuse-plain.ts'

const at = (address: string, environment: NodeJS.ProcessEnv = {}) => {
  try {
    refusePlain(address, environment)
    return 'taken'
  } catch (error) {
    return error instanceof Problem ? error.code : String(error)
  }
}

test('a database elsewhere takes TLS', () => {
  for (const address of ['postgres://a:b@db.shop.test/x', 'postgres://a:b@192.168.1.9:5432/x', 'postgres://a@[fd00::1]/x'])
    for (const mode of ['', '?sslmode=disable', '?sslmode=prefer', '?sslmode=allow', '?ssl=true&sslmode=disable'])
      expect(at(address + mode), address + mode).toBe('database.plain')
  for (const mode of ['?sslmode=require', '?sslmode=verify-ca', '?sslmode=verify-full', '?sslmode=no-verify', '?ssl=true'])
    expect(at(`postgres://a:b@db.shop.test/x${mode}`), mode).toBe('taken')
  expect(at('postgres://a:b@db.shop.test/x', { PGSSLMODE: 'verify-full' })).toBe('taken')
})

test('on this machine nobody listens, and elsewhere somebody may have said that the way is safe', () => {
  for (const address of [
    'postgres://a:b@localhost/x',
    'postgres://a:b@127.0.0.1:5433/x',
    'postgres://a@[::1]/x',
    'postgres:///x?host=/var/run/postgresql',
  ])
    expect(at(address), address).toBe('taken')
  expect(at('postgres://a:b@db/x', { DATABASE_ALLOW_PLAIN: '1' })).toBe('taken')
  expect(at('postgres:///x?host=db.shop.test')).toBe('database.plain')
  expect(at('postgres:///x', { PGHOST: 'db.shop.test' })).toBe('database.plain')
})
