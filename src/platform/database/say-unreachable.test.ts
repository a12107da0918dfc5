import { expect, test } from 'vitest'
import { sayUnreachable } from './say-unreachable.ts'

const failed = (message: string, code?: string) => Object.assign(new Error(message), code === undefined ? {} : { code })

test.each([
  [failed('password authentication failed for user "shop"', '28P01'), '用户名或密码不对'],
  [failed('database "shop" does not exist', '3D000'), '服务器上没有这个数据库'],
  [failed('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), '地址里缺少密码'],
  [failed('The server does not support SSL connections'), '服务器没有开启 TLS'],
  [new AggregateError([failed('connect ECONNREFUSED ::1:5432', 'ECONNREFUSED')]), '那里没有数据库在监听'],
  [failed('something else', 'XX000'), 'something else'],
])('why a database cannot be reached is said in words (%#)', (error, zh) => {
  expect(sayUnreachable(error).zh).toBe(zh)
})
