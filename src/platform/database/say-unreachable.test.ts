import { expect, test } from 'vitest'
import { sayUnreachable } from './say-unreachable.ts'

const failed = (message: string, code?: string) => Object.assign(new Error(message), code === undefined ? {} : { code })

test.each([
  [failed('password authentication failed for user "shop"', '28P01'), '用户名或密码不对'],
  [failed('database "shop" does not exist', '3D000'), '服务器上没有这个数据库'],
  [failed('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), '地址里缺少密码'],
  [failed('The server does not support SSL connections'), '服务器没有开启 TLS'],
  [failed('There was an error establishing an SSL connection'), '对方不像 PostgreSQL 那样应答 TLS，可能是别的程序'],
  [failed('write EPROTO 40BD:error:0A00010B:SSL routines', 'EPROTO'), '对方不像 PostgreSQL 那样应答 TLS，可能是别的程序'],
  [failed('Connection terminated due to connection timeout'), '服务器没有回应'],
  [failed('Connection terminated unexpectedly'), '对方接通后就断开了，可能不是数据库，或不允许从这里连接'],
  [failed('read ECONNRESET', 'ECONNRESET'), '对方接通后就断开了，可能不是数据库，或不允许从这里连接'],
  [new AggregateError([failed('connect ECONNREFUSED ::1:5432', 'ECONNREFUSED')]), '那里没有数据库在监听'],
  [failed('something else', 'XX000'), 'something else'],
])('why a database cannot be reached is said in words (%#)', (error, zh) => {
  expect(sayUnreachable(error).zh).toBe(zh)
})
