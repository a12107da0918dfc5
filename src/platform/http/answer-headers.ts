import type { FastifyInstance } from 'fastify'
import type { Services } from '../actions/services.ts'

/** Two years, for the host and what stands below it; a browser then asks by HTTPS alone. */
const alwaysSecure = 'max-age=63072000; includeSubDomains'

/**
 * What every answer tells a browser besides the usual headers: to come by HTTPS from now on, where people come by HTTPS;
 * and to keep nothing, unless the answer says otherwise by itself.
 */
export function addAnswerHeaders(app: FastifyInstance, { publicUrl }: Pick<Services, 'publicUrl'>): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.protocol === 'https' || publicUrl().startsWith('https:')) reply.header('strict-transport-security', alwaysSecure)
  })
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}
