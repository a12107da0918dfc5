// A client in a process of its own: so many connections, each sending its next request when the last was answered.
// Over bare sockets, since Node's own client would take as much of the machine as the server that is measured.
import { connect, type Socket } from 'node:net'

/** What to send, as JSON in the first argument. `{n}` in path and body is a number that no other request of the run has, `{id}` in the path one of `ids` after the other. */
export type Load = {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  readonly seconds: number
  readonly from: number
  readonly ids?: readonly string[]
}

export type Answered = {
  readonly answered: number
  readonly wrong: number
  readonly seconds: number
  readonly p95: number
  readonly firstWrong: string
}

const { url, method, path, body, headers, connections, seconds, from, ids = [''] }: Load = JSON.parse(process.argv[2] ?? '{}')
const { hostname, port } = new URL(url)
const took: number[] = []
let wrong = 0
let firstWrong = ''
let next = from

function requestText(): string {
  const id = ids[next % ids.length] ?? ''
  const n = String(next++)
  const payload = body?.replaceAll('{n}', n)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.replaceAll('{n}', n)}\r\n`)
  const length = payload === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(payload)}\r\n`
  return `${method} ${path.replaceAll('{n}', n).replaceAll('{id}', id)} HTTP/1.1\r\nhost: ${hostname}\r\n${lines.join('')}${length}\r\n${payload ?? ''}`
}

/** One answer: its head, and as many bytes as the head says. */
function readAnswer(socket: Socket): Promise<string> {
  return new Promise((done, failed) => {
    let text = ''
    const onData = (chunk: string) => {
      text += chunk
      const head = text.indexOf('\r\n\r\n')
      if (head < 0 || text.length < head + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN)) return
      socket.off('data', onData).off('error', failed)
      done(text)
    }
    socket.on('data', onData).on('error', failed)
  })
}

async function send(socket: Socket): Promise<void> {
  const started = performance.now()
  socket.write(requestText())
  const text = await readAnswer(socket)
  took.push(performance.now() - started)
  if (text.startsWith('HTTP/1.1 200')) return
  wrong++
  firstWrong ||= text.slice(0, 2_000)
}

const begun = performance.now()
const until = begun + seconds * 1_000
await Promise.all(
  Array.from({ length: connections }, async () => {
    // Bytes are counted as letters, so lengths agree with the head's.
    const socket = connect(Number(port), hostname).setEncoding('latin1').setNoDelay(true)
    while (performance.now() < until) await send(socket)
    socket.destroy()
  }),
)
const spent = (performance.now() - begun) / 1_000
took.sort((a, b) => a - b)
const answer: Answered = {
  answered: took.length,
  wrong,
  seconds: spent,
  p95: (took[Math.floor(took.length * 0.95)] ?? 0) / 1_000,
  firstWrong,
}
console.log(JSON.stringify(answer))
process.exit(0)
