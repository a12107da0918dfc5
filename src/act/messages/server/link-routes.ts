import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { untrackedSql } from './keep-links.ts'
import { escapeHtml } from '../../../core/kit/escape-html.ts'
import type { Words } from '../../../core/kit/words.ts'
import { asSystem, readShop, type Services } from '../../../platform/actions/services.ts'
import { noteMessageOutcome } from '../actions.ts'
import { isMachine } from './is-machine.ts'
import { readLinkToken } from './link-token.ts'
import { readContentRules } from './read-content-rules.ts'

const said: Words = {
  zh: '这个链接不完整或已失效。请使用消息中的完整链接。',
  en: 'This link is incomplete or no longer valid. Use the whole link from the message.',
}

type Row = {
  customer_id: string
  target: string
  sent_at: Date | null
  delivered_at: Date | null
  untracked: boolean
}

/**
 * Leads a link of a message to where it leads, and notes that it was pressed. The token names a message and a number; where
 * that leads is read from the database, so that nobody can make an address of ours that leads elsewhere.
 */
export function addLinkRoutes(app: FastifyInstance, services: Services): void {
  app.route<{ Params: { token: string } }>({
    method: ['GET', 'HEAD'],
    url: '/l/:token',
    schema: { hide: true },
    handler: async (request, reply) => {
      reply.header('x-robots-tag', 'noindex, nofollow')
      const named = readLinkToken(services.secrets, request.params.token)
      const row = named && (await findLink(services, named.messageId, named.n))
      if (named && row) {
        await noteClick(services, request, named.messageId, named.n, row)
        return reply.redirect(row.target, 302)
      }
      // The message is gone with its customer: they still come to the shop.
      const { brand } = await readContentRules(services.database.db)
      if (named && brand.website) return reply.redirect(brand.website, 302)
      return reply
        .status(404)
        .type('text/html; charset=utf-8')
        .send(await page(services))
    },
  })
}

async function findLink({ database, clock }: Services, messageId: string, n: number): Promise<Row | null> {
  const { rows } = await sql<Row>`select l.customer_id, l.targets[${n}::int] as target, m.sent_at, m.delivered_at,
      coalesce(${untrackedSql(clock())}, true) or c.id is null or exists (select 1 from restrictions x where x.customer_id = l.customer_id) as untracked
    from message_links l join messages m on m.customer_id = l.customer_id and m.id = l.message_id left join customers c on c.id = l.customer_id
    where l.message_id = ${messageId} limit 1`.execute(database.db)
  const row = rows[0]
  return row?.target ? row : null
}

/** They are led on whatever becomes of the noting. */
async function noteClick(services: Services, request: FastifyRequest, messageId: string, n: number, row: Row): Promise<void> {
  try {
    const { content } = await readContentRules(services.database.db)
    if (request.method === 'HEAD' || row.untracked || !content.trackLinks) return
    const now = services.clock()
    const machine = isMachine(request.headers, now, row.delivered_at ?? row.sent_at)
    const column = sql.ref(machine ? 'machine_clicks' : 'clicks')
    await asSystem(services, 'links', async (ctx) => {
      await sql`update message_links set ${column}[${n}::int] = ${column}[${n}::int] + 1 where customer_id = ${row.customer_id} and message_id = ${messageId}`.execute(
        ctx.db,
      )
      await ctx.run(noteMessageOutcome, {
        messageId,
        customerId: row.customer_id,
        what: 'clicked',
        at: now.toISOString(),
        details: { link: withoutQuery(row.target), key: machine ? `${n}:machine` : String(n), ...(machine ? { machine } : {}) },
      })
    })
  } catch (error) {
    services.log.error({ err: error, messageId }, 'a click could not be noted')
  }
}

/** What stands behind the question mark may name the customer. */
function withoutQuery(target: string): string {
  const url = new URL(target)
  return `${url.origin}${url.pathname}`.slice(0, 2_000)
}

async function page(services: Services): Promise<string> {
  const shop = escapeHtml((await readShop(services.database)).name)
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${shop}</title>
<style>body{font:17px/1.7 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;max-width:28em;margin:15vh auto;padding:0 1em;color:#1f2933}</style></head>
<body><p>${shop}</p><h1 style="font-size:1.3em">${said.zh}<br><span lang="en">${said.en}</span></h1></body></html>`
}
