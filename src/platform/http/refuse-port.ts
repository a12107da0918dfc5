import { createServer } from 'node:net'

/**
 * Whether the address can be listened on, asked before a database is made for it.
 * @throws Error of the system: EADDRINUSE, EACCES, EADDRNOTAVAIL, ENOTFOUND
 */
export async function refusePort(at: { readonly port: number; readonly host: string }): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => void probe.once('error', reject).listen({ ...at, exclusive: true }, resolve))
  await new Promise((resolve) => probe.close(resolve))
}
