import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../actions/services.ts'

/** antd writes style elements, hence 'unsafe-inline' for styles; scripts only our own. */
const contentPolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "font-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "script-src 'self'",
  "script-src-attr 'none'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "frame-src 'self' blob:",
].join(';')

/** A page is opened, framed and read by nobody but us, and taken for what we say it is; a link away tells nobody where it stood. */
const usual = {
  'content-security-policy': contentPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

/** Two years, for the host and what stands below it; a browser then asks by HTTPS alone. */
const alwaysSecure = 'max-age=63072000; includeSubDomains'

/**
 * What every answer tells a browser, unless it says otherwise by itself: whom to trust with it; to come by HTTPS from now on,
 * where people come by HTTPS; and to keep nothing.
 */
export function addAnswerHeaders(app: FastifyInstance, services: Pick<Services, 'publicUrl'>): void {
  app.addHook('onRequest', async (request, reply) => void giveUsualHeaders(services, request, reply))
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}

export function giveUsualHeaders(
  { publicUrl }: Pick<Services, 'publicUrl'>,
  { protocol }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.headers(usual)
  if (protocol === 'https' || publicUrl().startsWith('https:')) reply.header('strict-transport-security', alwaysSecure)
  return reply
}
