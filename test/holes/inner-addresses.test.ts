// An address that leads inside in another spelling, by a redirect or by a name: EspoCRM CVE-2026-33534, CVE-2023-46736; Twenty
// CVE-2026-33975, CVE-2026-27023; Mautic CVE-2022-25777; Krayin CVE-2026-38527.
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkAddress, makeGuardedFetch } from '../../src/platform/http/guarded-fetch.ts'
import { download } from '../../src/platform/http/download.ts'
import { anywhere } from '../anywhere.ts'

let reached = 0
const inner = createServer((_, answer) => {
  reached += 1
  answer.end('inside')
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((done) => inner.listen(0, '127.0.0.1', done))
  const address = inner.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterAll(() => new Promise((done) => inner.close(done)))

const hosts = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '0',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0177.0.0.01',
  '127.0.0.1.',
  '127。0。0。1',
  '１２７.0.0.1',
  '①②⑦.⓪.⓪.①',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'ｌocalhost',
  'a.localhost',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:7f00:0001::1]',
  '[2001::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00::1]',
  '[ff02::1]',
  '[100::1]',
  '[2001:db8::1]',
  '10.0.0.1',
  '10.1',
  '167772161',
  '012.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.1',
  '0xc0a80001',
  '3232235521',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '[::ffff:169.254.169.254]',
  '100.64.0.1',
  '198.18.0.1',
  '192.0.0.1',
  '224.0.0.1',
  '255.255.255.255',
]

const limits = { bytes: 1_000, wholeMs: 5_000 }
const fetchGuarded = makeGuardedFetch({ allowPrivate: false, mayReach: anywhere, ...limits })

test('sixty spellings of inner addresses are refused by both doors that go out, and nothing is connected to', {
  timeout: 120_000,
}, async () => {
  expect(hosts.length).toBeGreaterThanOrEqual(60)
  const open: string[] = []
  for (const host of hosts) {
    const url = `https://${host}:${port}/`
    if (!URL.canParse(url)) continue
    const byFetch = await fetchGuarded(url, {}).catch((error: unknown) => Object(error).reason)
    const wanted = { url, headers: {}, path: '/dev/null', limits: { ...limits, quietMs: 5_000 }, allowPrivate: false, mayReach: anywhere }
    const byDownload = await download(wanted).catch((error: unknown) => Object(error).reason)
    // A name that no resolver knows leads nowhere; an address must be told for what it is.
    const isName = /^(localhost|a\.localhost)\.?$/.test(new URL(url).hostname)
    const fine = isName ? ['private', 'unreachable'] : ['private']
    if (!fine.includes(byFetch)) open.push(`fetch ${host}: ${byFetch}`)
    if (!fine.includes(byDownload)) open.push(`download ${host}: ${byDownload}`)
  }
  expect(open).toEqual([])
  expect(reached).toBe(0)
})

test('no other scheme than https goes out', () => {
  for (const url of ['http://shop.example/', 'file:///etc/passwd', 'ftp://shop.example/', 'gopher://127.0.0.1/', 'data:text/plain,x'])
    expect(() => checkAddress(new URL(url), { allowPrivate: false })).toThrow()
})
