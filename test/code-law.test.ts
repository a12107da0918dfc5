import { readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pageAt } from '../src/app/shell/page-at.ts'

const root = join(import.meta.dirname, '..')

/** What runs: the sources without their tests. */
const sources = globSync('src/**/*.{ts,tsx}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !/\.test\.tsx?$/.test(path))
  .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n') }))

type Source = (typeof sources)[number]

/** Where this stands outside comments, save in the files that may. */
function found(pattern: RegExp, may: (path: string) => boolean = () => false, among: readonly Source[] = sources): string[] {
  return among.flatMap(({ path, lines }) =>
    may(path)
      ? []
      : lines.flatMap((line, index) =>
          pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
        ),
  )
}

const of =
  (...paths: readonly string[]) =>
  (path: string) =>
    paths.some((one) => path.startsWith(one))

test('no text is run as a program, and none becomes HTML past React', () => {
  expect(sources.length).toBeGreaterThan(500)
  expect(found(/\beval\(|new Function\b|\bvm\.|innerHTML|outerHTML|insertAdjacentHTML|document\.write/)).toEqual([])
})

test('the database, the scanner that a firm names and the player of our own sample shop are the only programs that are started, and no shell ever', () => {
  const starters = of('src/platform/database/postmaster.ts', 'src/platform/files/scan-file.ts', 'src/app/sample-story/server/play-apart.ts')
  expect(found(/child_process/, starters)).toEqual([])
  expect(found(/\bshell: true|\bexecSync\(|\bexec\('/)).toEqual([])
})

test('nothing is told but by the log, and by the command line to whoever typed it', () => {
  const told = /\bconsole\.\w+|process\.(?:stdout|stderr)\b|\bpino\(|\bsyslog\b|createWriteStream\([^)]*\.log/
  expect(found(told, of('src/app/make-log.ts', 'src/app/tell.ts', 'src/app/maintenance.ts', 'src/ui/call.ts'))).toEqual([])
})

test('nothing connects to another machine but by the doors that ask the list', () => {
  const out =
    /from 'node:(?:https|http2|tls|dgram)'|\brequest\b.* from 'node:http'|\bcreateConnection\b|\bnew (?:Socket|WebSocket|ImapFlow|S3mini)\b|\bcreateTransport\(|(?<![.\w])fetch\(|customFetch/
  const server = sources.filter(({ path }) => !path.endsWith('.tsx') && !path.startsWith('src/ui/') && !path.includes('/web/'))
  const doors = new Set(found(out, undefined, server).map((line) => line.split(':')[0]))
  const known = [
    // Asks before it connects to the mail server.
    'src/app/backups/server/doctor/check-machine.ts',
    // Its addresses go through guarded-fetch.ts.
    'src/platform/access/oidc.ts',
    // Opened by places.ts, which asks, and for the command line.
    'src/platform/backup/stores.ts',
    // Handed in: guarded-fetch.ts.
    'src/platform/channels/call-vendor.ts',
    'src/platform/channels/imap-inbox.ts',
    // Handed out by make-services.ts with the question before it.
    'src/platform/channels/smtp-mailer.ts',
    'src/platform/http/download.ts',
    'src/platform/http/guarded-fetch.ts',
  ]
  expect(doors).toEqual(new Set(known))
})

test('windows do not speak with each other, and nothing is fetched as a script with data', () => {
  const browser = sources.filter(({ path }) => path.endsWith('.tsx') || path.startsWith('src/ui/') || path.includes('/web/'))
  expect(found(/postMessage|addEventListener\('message'|window\.opener|callback=\?|jsonp/i, undefined, browser)).toEqual([])
})

test('one cipher is used, AES-256-GCM, and chance comes from the system', () => {
  const ciphers = found(/create(De|C)ipheriv\(/).filter((line) => !line.includes("'aes-256-gcm'"))
  expect(ciphers).toEqual([])
  expect(found(/Math\.random\(/)).toEqual([])
})

test('old hashes stand only where a sender, an authenticator app or the list of leaked passwords knows no other', () => {
  const old = /create(Hash|Hmac)\(\s*'(md5|sha1|md4|ripemd)|'(md5|sha1)'/
  expect(found(old, of('src/know/sources/', 'src/platform/access/totp.ts', 'src/platform/access/leaked-passwords.ts'))).toEqual([])
})

test('certificates are checked of every server but one on this very machine', () => {
  const loose = found(/rejectUnauthorized|NODE_TLS_REJECT|checkServerIdentity/)
  expect(
    loose.filter((line) => !(/^src\/platform\/channels\/(smtp-mailer|imap-inbox)\.ts/.test(line) && line.includes('isLoopback'))),
  ).toEqual([])
})

test('a password is typed unseen, may be pasted, and a password manager is told what it is', () => {
  const seen = found(/autoComplete="(new|current)-password"/).filter((line) => !line.includes('Input.Password'))
  // Where the attribute stands on a line of its own, the tag stands a few lines above.
  const lost = seen.filter((place) => {
    const [, path = '', at = '0'] = /^(\S+?):(\d+) /.exec(place) ?? []
    const lines = sources.find((source) => source.path === path)?.lines ?? []
    return !lines
      .slice(Math.max(0, Number(at) - 6), Number(at))
      .join('\n')
      .includes('Input.Password')
  })
  expect(lost).toEqual([])
  expect(found(/onPaste=|onCopy=|user-select: none.*password/)).toEqual([])
})

test('no key or password of ours stands in the sources', () => {
  expect(found(/-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|(password|secret|apiKey)\s*[:=]\s*'[A-Za-z0-9+/]{16,}'/)).toEqual([])
})

test('a pattern of search is built of fixed parts alone, and of nothing that people type in', () => {
  const built = found(
    /new RegExp\(/,
    of(
      'src/fields/',
      'src/core/',
      'src/know/todos/promises/',
      // Patterns of our own definitions, for the examples of the API.
      'src/platform/http/sample-of.ts',
      'src/platform/sealing/mask-asked.ts',
      'src/platform/spreadsheets/xml-events.ts',
    ),
  )
  expect(built).toEqual([])
})

test('whoever is asked whether something shall be done is asked in one way', () => {
  expect(found(/\bPopconfirm\b|\b[Mm]odal\.confirm\(/, of('src/ui/use-confirm.ts'))).toEqual([])
})

test('the web app asks nothing of the browser that is only there by HTTPS, but what it can do without', () => {
  const browser = sources.filter(({ path }) => path.endsWith('.tsx') || /^src\/(?:ui|pages)\/|\/web\//.test(path))
  expect(found(/\brandomUUID\(|\bcrypto\.subtle\b/, undefined, browser)).toEqual([])
})

test('the law bites', () => {
  const bad: Source[] = [{ path: 'src/a.tsx', lines: ['x.innerHTML = name', '// eval(x)', "createHash('md5')"] }]
  expect(found(/innerHTML|eval\(/, undefined, bad)).toHaveLength(1)
  expect(found(/'md5'/, of('src/a'), bad)).toEqual([])
})

test('every address that the web app leads to is that of a page', () => {
  const lines = (among: readonly Source[]) => among.flatMap((source) => source.lines)
  const entries = lines(sources.filter(({ path }) => path === 'src/app/pages.tsx' || path.startsWith('src/app/pages/')))
  const pages = entries.flatMap((line) => /^\s*path: '([^']+)'/.exec(line)?.[1] ?? []).map((path) => ({ path }))
  expect(pages.length).toBeGreaterThan(40)
  // The door stands before the pages.
  const doors = ['/sign-in', '/welcome', '/enter', '/join'].map((path) => ({ path }))
  const led = lines(sources.filter(({ path }) => /\/web\/|\.tsx$/.test(path))).flatMap((line) =>
    [...line.matchAll(/\b(?:to[:=] ?\{?|go\()['"`](\/[^'"`?#]*)/g)].map(([, path = '']) => path.replace(/\$\{[^}]*\}/g, '$id')),
  )
  expect(led.length).toBeGreaterThan(150)
  // Not of the API, nor what only a running program can put together.
  const stated = new Set(led.filter((path) => !/^\/(?:api\/|\$)/.test(path)))
  expect([...stated].filter((path) => pageAt([...pages, ...doors], path) === null)).toEqual([])
})
