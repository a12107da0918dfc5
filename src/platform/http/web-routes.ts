import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../../core/kit/problem.ts'

/** The built web app: its files for a year, its one page for every address that is not the API's. */
export async function addWebRoutes(app: FastifyInstance, webFolder: string | undefined): Promise<void> {
  const page = webFolder && existsSync(join(webFolder, 'index.html')) ? webFolder : null
  if (page) {
    await app.register(fastifyStatic, {
      root: page,
      wildcard: false,
      // As the build left them beside; nobody asks for these by name.
      preCompressed: true,
      globIgnore: ['**/*.gz'],
      cacheControl: false,
      setHeaders: (reply, path) =>
        void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const wantsPage = request.method === 'GET' && !/^\/(api|v1)\//.test(path) && !/\.\w+$/.test(path)
    if (page && wantsPage) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    throw new Problem('route.missing', { method: request.method, path })
  })
}
