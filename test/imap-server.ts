import { type AddressInfo, createServer, type Socket } from 'node:net'

/** A mail that lies in the folder of the test's server. */
export type LyingMail = { readonly uid: number; readonly source: Buffer; readonly at: Date }

/** What the server does in place of answering; true where it did something. */
export type Misbehaviour = (command: string, socket: Socket, tag: string) => boolean

export type ImapServer = {
  readonly port: number
  /** Its one folder, as its one user sets it. */
  readonly inbox: { host: string; port: number; secure: boolean; user: string; password: string; folder: string }
  /** The commands that came, passwords left out. */
  readonly said: string[]
  mails: LyingMail[]
  uidValidity: number
  misbehave: Misbehaviour | null
  /** It says at once that a mail came, to whoever waits for it (RFC 2177). */
  idles: boolean
  put(source: string | Buffer, at?: Date): number
  end(): Promise<void>
}

/**
 * As much of an IMAP4rev1 server (RFC 3501) as it takes to read a folder: LOGIN, LIST, EXAMINE, UID SEARCH, UID FETCH of
 * wholes and beginnings, NOOP, LOGOUT. It has one folder, INBOX, and one user whose password is `right`.
 */
export async function serveImap(): Promise<ImapServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      world.waiting.delete(socket)
    })
    socket.write('* OK ready\r\n')
    let left = ''
    socket.on('data', (part) => {
      const lines = (left + part.toString('latin1')).split('\r\n')
      left = lines.pop() ?? ''
      for (const line of lines) obey(world, socket, line)
    })
  })
  const inbox = { host: '127.0.0.1', port: 0, secure: false, user: 'hello@shop.test', password: 'right', folder: 'INBOX' }
  const world: Inside = {
    port: 0,
    inbox,
    said: [],
    mails: [],
    uidValidity: 7,
    nextUid: 1,
    misbehave: null,
    idles: false,
    waiting: new Map(),
    put(source, at = new Date('2026-06-15T03:00:00Z')) {
      const uid = world.nextUid++
      world.mails.push({ uid, source: Buffer.from(source), at })
      for (const socket of world.waiting.keys()) socket.write(`* ${world.mails.length} EXISTS\r\n`)
      return uid
    },
    end: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>((done) => server.close(() => done()))
    },
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return Object.assign(world, { port, inbox: { ...inbox, port } })
}

type Inside = ImapServer & { nextUid: number; readonly waiting: Map<Socket, string> }

const quoted = /"((?:[^"\\]|\\.)*)"/g

function obey(world: Inside, socket: Socket, line: string): void {
  const idle = world.waiting.get(socket)
  if (idle !== undefined && line.toUpperCase() === 'DONE') {
    world.waiting.delete(socket)
    return void socket.write(`${idle} OK done\r\n`)
  }
  const able = `IMAP4rev1 ID${world.idles ? ' IDLE' : ''}`
  const [tag = '', first = '', ...rest] = line.split(' ')
  const isUid = first.toUpperCase() === 'UID'
  const command = (isUid ? `UID ${rest[0] ?? ''}` : first).toUpperCase()
  const words = rest.slice(isUid ? 1 : 0).join(' ')
  world.said.push(command === 'LOGIN' ? 'LOGIN' : `${command} ${words}`.trim())
  if (world.misbehave?.(command, socket, tag) === true) return
  const ok = (more = 'done') => void socket.write(`${tag} OK ${more}\r\n`)
  switch (command) {
    case 'CAPABILITY':
      socket.write(`* CAPABILITY ${able}\r\n`)
      return ok()
    case 'ID':
      socket.write('* ID ("name" "test")\r\n')
      return ok()
    case 'LOGIN': {
      const password = [...words.matchAll(quoted)].at(-1)?.[1] ?? words.split(' ').at(-1)
      return password === 'right' ? ok(`[CAPABILITY ${able}] in`) : void socket.write(`${tag} NO [AUTHENTICATIONFAILED] wrong\r\n`)
    }
    case 'LIST':
    case 'LSUB':
      if (/"?(INBOX|\*|%)"?$/i.test(words)) socket.write(`* ${command} (\\HasNoChildren) "/" "INBOX"\r\n`)
      return ok()
    case 'SELECT':
    case 'EXAMINE':
      if (!/INBOX/i.test(words)) return void socket.write(`${tag} NO [NONEXISTENT] no such folder\r\n`)
      socket.write(`* ${world.mails.length} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY ${world.uidValidity}] valid\r\n`)
      socket.write(`* OK [UIDNEXT ${world.nextUid}] next\r\n`)
      return ok('[READ-ONLY] here')
    case 'UID SEARCH': {
      socket.write(`* SEARCH ${search(world, words).join(' ')}\r\n`)
      return ok()
    }
    case 'UID FETCH': {
      fetch(world, socket, words)
      return ok()
    }
    case 'IDLE':
      world.waiting.set(socket, tag)
      return void socket.write('+ waiting\r\n')
    case 'NOOP':
      return ok()
    case 'LOGOUT':
      socket.write('* BYE so long\r\n')
      ok()
      return void socket.end()
    default:
      return void socket.write(`${tag} BAD what is ${command}\r\n`)
  }
}

/** `UID 5:*` or `SINCE 12-Jun-2026`. As the standard says, `*` is the newest mail, also where that is below the 5. */
function search({ mails }: ImapServer, words: string): number[] {
  const range = /UID (\d+):\*/i.exec(words)
  const since = /SINCE "?(\d{1,2}-\w{3}-\d{4})"?/i.exec(words)
  const day = since ? Date.parse(`${since[1]} 00:00:00 UTC`) : Number.NEGATIVE_INFINITY
  const from = range ? Number(range[1]) : 0
  const last = mails.at(-1)?.uid ?? 0
  const found = mails.filter(({ uid, at }) => (uid >= from || (range && uid === last)) && at.getTime() >= day)
  return found.map(({ uid }) => uid).toReversed()
}

function fetch({ mails }: ImapServer, socket: Socket, words: string): void {
  const [set = ''] = words.split(' ')
  const wanted = new Set(
    set.split(',').flatMap((part) => {
      const [low = 0, high = low] = part.split(':').map(Number)
      return Array.from({ length: high - low + 1 }, (_, i) => low + i)
    }),
  )
  const length = Number(/BODY\.PEEK\[\]<0\.(\d+)>/i.exec(words)?.[1] ?? Number.POSITIVE_INFINITY)
  mails.forEach(({ uid, source, at }, place) => {
    if (!wanted.has(uid)) return
    const body = source.subarray(0, length)
    const when = `${String(at.getUTCDate()).padStart(2, '0')}-${months[at.getUTCMonth()]}-${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)} +0000`
    socket.write(
      `* ${place + 1} FETCH (UID ${uid} RFC822.SIZE ${source.length} INTERNALDATE "${when}" BODY[]${Number.isFinite(length) ? '<0>' : ''} {${body.length}}\r\n`,
    )
    socket.write(body)
    socket.write(')\r\n')
  })
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
