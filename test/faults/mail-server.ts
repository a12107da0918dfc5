import { SMTPServer } from 'smtp-server'
import { saveSmtp } from '../../src/know/shop/actions.ts'
import type { World } from '../world.ts'

export type CountingServer = {
  readonly port: number
  /** How often each message came whole, by its Message-ID. */
  readonly received: ReadonlyMap<string, number>
  /** Makes it the shop's mail server. */
  serve(world: World): Promise<void>
  close(): Promise<void>
}

/** A real mail server that answers yes to everything. */
export async function startCountingServer(): Promise<CountingServer> {
  const received = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      let text = ''
      stream.on('data', (part: Buffer) => (text += part.toString('utf8')))
      stream.on('end', () => {
        const id = /^Message-ID: (<[^>]+>)/im.exec(text)?.[1] ?? 'none'
        received.set(id, (received.get(id) ?? 0) + 1)
        done()
      })
    },
  })
  // Whoever is killed hangs up without a word.
  server.on('error', () => {})
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    port,
    received,
    serve: async (world) => {
      await world.act(saveSmtp, { host: '127.0.0.1', port, secure: false, user: '', password: '', from: '山前茶事 <tea@shop.example>' })
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
