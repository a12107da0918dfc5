import type { FastifyRequest } from 'fastify'
import { Problem } from '../../core/kit/problem.ts'

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A browser sends our cookie along with what other sites make it do; SameSite=Lax stops most of that, this the rest.
 * `Sec-Fetch-Site` tells where a request began; browsers without it send `Origin`. What sends neither is no browser.
 * @throws Problem access.cross-site
 */
export function refuseCrossSite(request: FastifyRequest): void {
  if (harmless.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return
    throw new Problem('access.cross-site')
  }
  const { origin } = request.headers
  if (origin === undefined) return
  if (URL.parse(origin)?.host !== request.host) throw new Problem('access.cross-site')
}
