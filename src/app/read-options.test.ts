import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readLanguage, readOptions, refusePlainNetwork } from './read-options.ts'

test('without options the program listens on 3210 and keeps its data in ./data', () => {
  expect(readOptions([], {})).toEqual({
    port: 3210,
    isPortChosen: false,
    host: '127.0.0.1',
    publicUrl: null,
    trustProxy: null,
    data: resolve('data'),
    inbox: null,
    allowPrivateDownloads: false,
    allowPrivateChannels: false,
    allowPrivateSignIn: false,
    sample: false,
    link: false,
    forgetSecondFactor: false,
    help: false,
    databaseUrl: null,
  })
})

test('options come before the environment', () => {
  expect(readOptions(['--port=4000', '--data', '/var/shop', '--sample'], { PORT: '5000', DATABASE_URL: 'postgres://x' })).toMatchObject({
    port: 4000,
    isPortChosen: true,
    data: '/var/shop',
    sample: true,
    databaseUrl: 'postgres://x',
  })
  expect(readOptions(['--link'], { PORT: '5000' })).toMatchObject({ port: 5000, link: true, forgetSecondFactor: false })
  expect(readOptions(['--link', '--forget-second-factor'], {})).toMatchObject({ link: true, forgetSecondFactor: true })
  expect(readOptions(['--forget-second-factor'], {})).toMatchObject({ words: { en: expect.stringContaining('goes with --link') } })
})

test('scheduled imports look where the environment says, and into the own network only where it says 1', () => {
  expect(readOptions([], { IMPORT_INBOX: '/srv/drop', IMPORT_ALLOW_PRIVATE: '1' })).toMatchObject({
    inbox: '/srv/drop',
    allowPrivateDownloads: true,
  })
  expect(readOptions([], { IMPORT_ALLOW_PRIVATE: 'no' })).toMatchObject({ inbox: null, allowPrivateDownloads: false })
})

test.each([
  [['--prot', '4000'], '--prot'],
  [['serve'], 'serve'],
  [['--port'], '--port'],
  [['--data', ''], '--data'],
  [['--sample=yes'], '--sample'],
  [['-x'], '-x'],
  [['--port', '0'], '0'],
  [['--port', '70000'], '70000'],
  [['--port', '80a'], '80a'],
])('%j is refused with what is wrong', (args, what) => {
  expect(readOptions(args, {})).toMatchObject({ values: { what } })
})

test('an option without its value is told apart from one that is not there', () => {
  expect(readOptions(['--data'], {})).toMatchObject({ words: { en: expect.stringContaining('needs a value') } })
  expect(readOptions(['--data', '--port', '4000'], {})).toMatchObject({ values: { what: '--data' } })
  expect(readOptions(['--sample=yes'], {})).toMatchObject({ words: { en: expect.stringContaining('takes no value') } })
  expect(readOptions(['--date'], {})).toMatchObject({ words: { en: expect.stringContaining('no such option') } })
})

test('a port of the environment that is none is refused', () => {
  expect(readOptions([], { PORT: 'http' })).toMatchObject({ values: { what: 'http' } })
})

test('a database of another kind is refused before anything begins', () => {
  expect(readOptions([], { DATABASE_URL: 'mysql://shop@db/shop' })).toMatchObject({ values: { what: 'mysql://' } })
  expect(readOptions([], { DATABASE_URL: 'shop:secret@db/shop' })).toMatchObject({ values: { what: 'shop:' } })
  expect(readOptions([], { DATABASE_URL: 'db:5432/shop' })).toMatchObject({ values: { what: 'db:' } })
  for (const url of ['postgres://shop@db/shop', 'postgresql://db/shop', '/var/run/postgresql shop'])
    expect(readOptions([], { DATABASE_URL: url })).toMatchObject({ databaseUrl: url })
})

test('how the world comes here stands in the environment', () => {
  expect(readOptions([], { HOST: '0.0.0.0', PUBLIC_URL: 'https://crm.example.com/', TRUST_PROXY: '1' })).toMatchObject({
    host: '0.0.0.0',
    publicUrl: 'https://crm.example.com',
    trustProxy: 1,
  })
  expect(readOptions([], { TRUST_PROXY: '10.0.0.1, 10.1.0.0/16' })).toMatchObject({ trustProxy: '10.0.0.1,10.1.0.0/16' })
})

test('a network is served by plain HTTP only where a proxy stands in front, or somebody says that it is safe', () => {
  const refused = (environment: Record<string, string>) => {
    const options = readOptions([], environment)
    if ('words' in options) throw new Error(options.words.en)
    return refusePlainNetwork(options, environment)?.words.en ?? null
  }
  for (const HOST of ['0.0.0.0', '::', '192.168.1.10', 'crm.shop.test', '10.0.0.1']) {
    expect(refused({ HOST }), HOST).toContain('HTTP_ALLOW_PLAIN=1')
    expect(refused({ HOST, PUBLIC_URL: 'https://crm.shop.test' }), HOST).toContain('TRUST_PROXY')
    expect(refused({ HOST, TRUST_PROXY: '10.0.0.2' }), HOST).toBeNull()
    expect(refused({ HOST, HTTP_ALLOW_PLAIN: '1' }), HOST).toBeNull()
  }
  for (const HOST of ['', '127.0.0.1', '::1', 'localhost']) expect(refused({ HOST }), HOST).toBeNull()
})

test.each([
  [{ HOST: 'no host' }],
  [{ PUBLIC_URL: 'crm.example.com' }],
  [{ PUBLIC_URL: 'https://crm.example.com/regulars' }],
  [{ PUBLIC_URL: 'ftp://crm.example.com' }],
  [{ TRUST_PROXY: 'true' }],
  [{ TRUST_PROXY: '0' }],
  [{ TRUST_PROXY: '10.0.0.1,proxy' }],
  [{ LOG_LEVEL: 'loud' }],
])('%j is refused with what is wrong', (environment) => {
  expect(readOptions([], environment)).toMatchObject({ values: { what: Object.values(environment)[0] } })
})

test('the reader’s language comes from the environment, and may be unknown', () => {
  expect(readLanguage({ LANG: 'zh_CN.UTF-8' })).toBe('zh')
  expect(readLanguage({ LANG: 'en_US.UTF-8', LC_ALL: 'zh_TW.UTF-8' })).toBe('zh')
  expect(readLanguage({ LANG: 'en_GB' })).toBe('en')
  expect(readLanguage({ LANG: 'C.UTF-8' })).toBeNull()
  expect(readLanguage({})).toBeNull()
})
