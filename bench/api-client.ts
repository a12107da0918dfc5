// A client in a process of its own: so many connections, each sending its next request when the last was answered.
import { Agent, request } from 'node:http'

/** What to send, as JSON in the first argument. `{n}` in path and body is a number that no other request of the run has. */
export type Load = {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  readonly seconds: number
  readonly from: number
  /** Numbers go round after so many. */
  readonly round?: number
}

export type Answered = {
  readonly answered: number
  readonly wrong: number
  readonly seconds: number
  readonly p95: number
  readonly firstWrong: string
}

const {
  url,
  method,
  path,
  body,
  headers,
  connections,
  seconds,
  from,
  round = Number.MAX_SAFE_INTEGER,
}: Load = JSON.parse(process.argv[2] ?? '{}')
const { hostname, port } = new URL(url)
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const took: number[] = []
let wrong = 0
let firstWrong = ''
let next = from

function send(): Promise<void> {
  const n = String(from + ((next++ - from) % round))
  const payload = body?.replaceAll('{n}', n)
  const started = performance.now()
  return new Promise((done, failed) => {
    const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replaceAll('{n}', n)]))
    const length = payload === undefined ? {} : { 'content-length': String(Buffer.byteLength(payload)), 'content-type': 'application/json' }
    const asked = request({ agent, hostname, port, method, path: path.replaceAll('{n}', n), headers: { ...own, ...length } }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += String(chunk)))
      answer.on('end', () => {
        took.push(performance.now() - started)
        if (answer.statusCode !== 200) {
          wrong++
          firstWrong ||= `${answer.statusCode} ${text.slice(0, 300)}`
        }
        done()
      })
    })
    asked.on('error', failed)
    asked.end(payload)
  })
}

const begun = performance.now()
const until = begun + seconds * 1_000
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < until) await send()
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
