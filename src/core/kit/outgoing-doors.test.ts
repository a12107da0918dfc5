import { expect, test } from 'vitest'
import { isListed, readHost } from './outgoing-doors.ts'

test('a host is read in small letters without what stands round it, and what is none is refused', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    [' SMTP.Example.com. ', 'smtp.example.com'],
    ['https://api.example.com:8443/send?x=1', 'api.example.com'],
    ['smtp.example.com:465', 'smtp.example.com'],
    ['*.example.com', '*.example.com'],
    ['例子.测试', 'xn--fsqu00a.xn--0zwm56d'],
    ['127.1', '127.0.0.1'],
    ['0x7f.1', '127.0.0.1'],
    ['::1', '[::1]'],
    ['[::1]', '[::1]'],
    ['localhost', 'localhost'],
    ['*', null],
    ['*.com', null],
    ['*.127.0.0.1', null],
    ['*.*.example.com', null],
    ['a b', null],
    ['', null],
  ]
  for (const [text, host] of cases) expect(readHost(text), text).toBe(host)
})

test('the list lets through to its hosts in any spelling, and to nothing that only looks like one', () => {
  const hosts = ['smtp.example.com', '*.aliyun.com', '127.0.0.1', '[::1]']
  for (const host of ['smtp.example.com', 'SMTP.EXAMPLE.COM', 'smtp.example.com.', 'oss.aliyun.com', 'a.b.aliyun.com', '127.1', '::1'])
    expect(isListed(hosts, host), host).toBe(true)
  const others = [
    'example.com',
    'xsmtp.example.com',
    'smtp.example.com.evil.com',
    'aliyun.com',
    'evilaliyun.com',
    '127.0.0.2',
    'localhost',
    '',
  ]
  for (const host of others) expect(isListed(hosts, host), host).toBe(false)
  expect(isListed([], 'smtp.example.com')).toBe(false)
})
