import { Problem } from '../../core/kit/problem.ts'
import { isLoopback } from '../../core/kit/loopback.ts'

/** With these nothing, or not for sure, is encrypted. */
const plainModes = new Set(['', 'disable', 'allow', 'prefer'])

/**
 * A database on another machine is spoken to by TLS, or whoever runs the program says that the way there is safe
 * (DATABASE_ALLOW_PLAIN=1: a network of containers, a tunnel). On this machine, also by a socket, nobody listens.
 * @throws Problem database.plain
 */
export function refusePlain(address: string, environment: NodeJS.ProcessEnv): void {
  if (environment['DATABASE_ALLOW_PLAIN'] === '1') return
  const url = URL.parse(address)
  if (!url) return
  const host = url.searchParams.get('host') || decodeURIComponent(url.hostname) || environment['PGHOST'] || ''
  if (host === '' || host.startsWith('/') || isLoopback(host.replace(/^\[|\]$/g, ''))) return
  const asked = url.searchParams.get('sslmode')
  const mode = asked ?? environment['PGSSLMODE'] ?? ''
  // The driver goes by sslmode where both stand.
  const isOn = asked === null && ['true', '1'].includes(url.searchParams.get('ssl') ?? '')
  if (plainModes.has(mode) && !isOn) throw new Problem('database.plain', { host })
}
