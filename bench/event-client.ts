// A sender in a process of its own: batches of tracked events at a steady pace, whether or not the answers come.
import { Agent, request } from 'node:http'

/** What to send, as JSON in the first argument. Each event belongs to the next customer: nobody is in two of them. */
export type Pace = {
  readonly url: string
  readonly authorization: string
  readonly event: string
  readonly perSecond: number
  readonly seconds: number
  /** The first customer's number. */
  readonly from: number
}

export type Paced = {
  /** When each batch was begun to be sent, ms since 1970. */
  readonly begun: readonly number[]
  readonly batch: number
  readonly wrong: string
}

const { url, authorization, event, perSecond, seconds, from }: Pace = JSON.parse(process.argv[2] ?? '{}')
const batch = perSecond / 20
const agent = new Agent({ keepAlive: true })
const begun: number[] = []
let wrong = ''

function send(first: number): Promise<void> {
  const timestamp = '2026-06-15T03:59:00Z'
  const messages = Array.from({ length: batch }, (_, i) => ({
    type: 'track',
    messageId: `f-${first + i}`,
    userId: `M${first + i}`,
    event,
    timestamp,
    properties: { sku: `LJ-${i}`, price: 58.5 },
  }))
  const body = JSON.stringify({ batch: messages, sentAt: timestamp })
  return new Promise((done) => {
    const sending = request(
      `${url}/v1/batch`,
      { method: 'POST', agent, headers: { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        if (answer.statusCode !== 200) wrong ||= String(answer.statusCode)
        answer.resume().on('end', done)
      },
    )
    sending.on('error', (error) => {
      wrong ||= error.message
      done()
    })
    sending.end(body)
  })
}

const start = performance.timeOrigin + performance.now() + 100
const sent: Promise<void>[] = []
for (let i = 0; i < seconds * 20; i++) {
  const due = start + i * 50
  const wait = due - performance.timeOrigin - performance.now()
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
  begun.push(performance.timeOrigin + performance.now())
  sent.push(send(from + i * batch))
}
await Promise.all(sent)
console.log(JSON.stringify({ begun, batch, wrong } satisfies Paced))
process.exit(0)
