import type { FastifyInstance, FastifyRequest } from 'fastify'
import { escapeHtml } from '../../../core/kit/escape-html.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import { preferenceUrl } from '../../../know/consent/server/preference-link.ts'
import { keepUnsubscribed } from './keep-unsubscribed.ts'
import { asSystem, readShop, type Services } from '../../../platform/actions/services.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { tokenIn } from '../../../platform/http/customer-page.ts'
import { type Named, readUnsubscribeToken } from './unsubscribe-token.ts'

const said = {
  ask: { zh: '不再接收营销邮件？', en: 'Stop marketing mail?' },
  stop: { zh: '退订', en: 'Unsubscribe' },
  done: { zh: '已退订。您不会再收到营销邮件。', en: 'You are unsubscribed and will get no more marketing mail.' },
  more: { zh: '选择想收到什么', en: 'Choose what you get' },
  wrong: {
    zh: '这个链接不完整或已失效。请使用邮件中的完整链接。',
    en: 'This link is incomplete or no longer valid. Use the whole link from the mail.',
  },
} satisfies Record<string, Words>

const oneClick = 'one-click'

/**
 * The page behind the link asks and changes nothing: link scanners open every link of a mail. The POST does it, by the
 * page's button or by a mail program's one click (RFC 8058). Nobody signs in; the token says who.
 */
export function addUnsubscribeRoutes(app: FastifyInstance, services: Services): void {
  app.register(async (scope) => {
    // Of the form's content only this is of interest, in whichever form it comes: that a mail program's button sent it.
    scope.addContentTypeParser(
      ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'],
      { bodyLimit: 4_096, parseAs: 'string' },
      (_request, body, done) => done(null, /List-Unsubscribe=?[\s\S]*One-Click/i.test(String(body)) ? oneClick : null),
    )
    scope.get('/u/:token', { schema: { hide: true } }, async (request, reply) => {
      const named = readUnsubscribeToken(services.secrets, tokenIn(request))
      reply.type('text/html; charset=utf-8').status(named ? 200 : 404)
      return page(services, named ? said.ask : said.wrong, named !== null, named?.customerId)
    })
    scope.post('/u/:token', { schema: { hide: true } }, async (request, reply) => {
      const named = readUnsubscribeToken(services.secrets, tokenIn(request))
      if (named) await withdraw(services, named, request)
      reply.type('text/html; charset=utf-8').status(named ? 200 : 404)
      return page(services, named ? said.done : said.wrong, false, named?.customerId)
    })
  })
}

/** One who became part of another customer says it for that one. Whoever is gone already gets no more mail either. */
async function withdraw(services: Services, named: Named, request: FastifyRequest): Promise<void> {
  try {
    await asSystem(services, 'unsubscribe', async (ctx) =>
      keepUnsubscribed({ ...ctx, source: 'unsubscribe' }, await currentCustomer(ctx.db, named.customerId), named.id, {
        how: request.body === oneClick ? 'one-click' : 'unsubscribe',
        ip: request.ip,
        agent: String(request.headers['user-agent'] ?? '').slice(0, 300),
      }),
    )
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'record.missing') throw error
  }
}

async function page(services: Services, words: Words, ask: boolean, customerId: string | undefined): Promise<string> {
  const shop = escapeHtml((await readShop(services.database)).name)
  const more =
    customerId === undefined
      ? ''
      : `<p><a href="${escapeHtml(preferenceUrl(services, customerId))}">${said.more.zh} · ${said.more.en}</a></p>`
  const form = ask ? `<form method="post"><button>${said.stop.zh} · ${said.stop.en}</button></form>` : ''
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${said.stop.zh} · ${said.stop.en}</title>
<style>body{font:17px/1.7 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;max-width:28em;margin:15vh auto;padding:0 1em;color:#1f2933}button{font:inherit;padding:.5em 1.5em;border:0;border-radius:6px;background:#0f766e;color:#fff}a{color:#0f766e}</style></head>
<body><p>${shop}</p><h1 style="font-size:1.3em">${words.zh}<br><span lang="en">${words.en}</span></h1>${form}${more}</body></html>`
}
