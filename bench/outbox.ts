import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { claimMessages } from '../src/act/messages/server/claim-messages.ts'
import { readOutlets } from '../src/act/messages/server/read-outlets.ts'
import { sendDue } from '../src/act/messages/server/send-due.ts'
import { openRules, ruleNames } from '../src/act/attention/sending-rules.ts'
import { saveSmtp } from '../src/know/shop/actions.ts'
import { readNamed } from '../src/know/shop/server/read-named.ts'
import { asSystem, systemActor } from '../src/platform/actions/services.ts'
import { makeSmtpMailer } from '../src/platform/channels/smtp-mailer.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { type BenchRow, perSecond, s, timed } from './row.ts'
import { takeMails } from './take-mails.ts'
import { type BenchWorld, openBenchWorld } from './world.ts'

/**
 * A campaign's mails on their way out: claimed and decided about (consent, limits of every kind, holdout, restrictions, the values
 * for their words), then sent to a mail server on this machine. Floors: the same rows changed by one bare statement; the same mails
 * through the bare pool of the mail library.
 * @param prepared how many are claimed @param sent how many go to the server
 */
export async function benchOutbox(prepared: number, sent: number): Promise<BenchRow[]> {
  const world = await openBenchWorld({ customers: 0, purchases: 0 })
  const server = await takeMails()
  try {
    const smtp = { host: '127.0.0.1', port: server.port, secure: false, user: '', password: '', from: '山前茶事 <tea@shop.cn>' }
    await runAction(world.services, { actor: systemActor('bench'), source: 'app' }, saveSmtp, smtp)
    await plant(world, prepared)
    return [await benchPrepare(world, prepared), await benchSend(world, server.port, sent)]
  } finally {
    await server.close()
    await world.end()
  }
}

const uuid = (prefix: string) => sql`(${prefix} || lpad(to_hex(g), 12, '0'))::uuid`
const customerOf = uuid('01920000-0000-7000-8000-')
const messageOf = uuid('01930000-0000-7000-8000-')
const templateId = '01940000-0000-7000-8000-000000000001'

/** Customers who agreed, each with three messages of last month and one that waits. */
async function plant({ services, database: { db } }: BenchWorld, many: number): Promise<void> {
  const now = services.clock()
  await sql`insert into customers (id, name, email, email_consent, province, created_at, updated_at)
    select ${customerOf}, '客户' || g, 'c' || g || '@shop.cn', 'granted', '浙江省', ${now}, ${now} from generate_series(1, ${many}::int) g`.execute(
    db,
  )
  await sql`insert into log_heads (customer_id) select id from customers on conflict do nothing`.execute(db)
  await sql`insert into consents (customer_id, id, purpose, channel, state, how, version, at, recorded_at)
    select ${customerOf}, ${uuid('01950000-0000-7000-8000-')}, 'marketing', 'email', 'given', 'form', 1, ${now}, ${now} from generate_series(1, ${many}::int) g`.execute(
    db,
  )
  await sql`insert into templates (id, name, subject, body, kind, created_at, updated_at)
    values (${templateId}, '上新', '{{name}}，新茶到了', '您好 {{name}}，**新茶**到了。[看看](https://shop.cn/new)', 'marketing', ${now}, ${now})`.execute(
    db,
  )
  for (const [n, days] of [9, 16, 23].entries())
    await sql`insert into messages (customer_id, id, channel, kind, template_id, key, state, created_at, sent_at)
      select ${customerOf}, ${uuid(`0196000${n}-0000-7000-8000-`)}, 'email', 'marketing', ${templateId}::uuid, ${`old-${n}`}, 'sent', ${now}, ${new Date(now.getTime() - days * 86_400_000)}
      from generate_series(1, ${many}::int) g`.execute(db)
  await queue(db, now, 'new', many)
  await sql`vacuum analyze messages, customers, consents`.execute(db)
}

async function queue(db: BenchWorld['database']['db'], now: Date, key: string, many: number): Promise<void> {
  await sql`insert into messages (customer_id, id, channel, kind, template_id, key, state, due_at, created_at)
    select ${customerOf}, ${messageOf}, 'email', 'marketing', ${templateId}::uuid, ${key}, 'queued', ${now}, ${now} from generate_series(1, ${many}::int) g`.execute(
    db,
  )
}

const portion = 1_000

async function benchPrepare(world: BenchWorld, many: number): Promise<BenchRow> {
  const { services } = world
  const { db } = services.database
  const [outlet] = await readOutlets(services, ['email'])
  if (!outlet) throw new Error('no mail server')
  const rules = openRules(await readNamed(db, ruleNames))
  const taken = await timed(async () => {
    let ready = 0
    for (let looked = portion; looked === portion; ) {
      const claim = await asSystem(services, 'bench', (ctx) => claimMessages(ctx, outlet, rules, portion))
      looked = claim.looked
      ready += claim.toSend.length
    }
    return ready
  })
  if (taken.value !== many) throw new Error(`${many} were due and ${taken.value} may leave`)
  const floor = await timed(() =>
    sql`update messages set due_at = due_at, address = address, mail_id = mail_id, lease_until = lease_until where key = 'new'`.execute(db),
  )
  return {
    what: `outbox, ${many.toLocaleString('en')} mails claimed and decided about: consent, limits, holdout, values`,
    figure: `${s(taken.seconds)}, ${perSecond(many, taken.seconds)}`,
    floor: `${s(floor.seconds)} (the rows changed bare)`,
    ratio: taken.seconds / floor.seconds,
    mark: '100,000 in < 60 s',
    met: many / taken.seconds >= 100_000 / 60,
  }
}

async function benchSend({ services, database: { db } }: BenchWorld, port: number, many: number): Promise<BenchRow> {
  const now = services.clock()
  await sql`delete from messages`.execute(db)
  await queue(db, now, 'sent', many)
  await sql`vacuum analyze messages`.execute(db)
  const mailer = makeSmtpMailer()
  const taken = await timed(async () => {
    while (await sendDue({ ...services, mailer }));
  })
  await mailer.close()
  const { rows } = await sql<{ n: number; html: string }>`select count(*) as n from messages where state = 'sent'`.execute(db)
  if (rows[0]?.n !== many) throw new Error(`${rows[0]?.n} of ${many} were sent`)
  const floor = await timed(() => sendBare(port, many))
  return {
    what: `outbox, ${many.toLocaleString('en')} mails filled in, sent over SMTP and settled with their facts`,
    figure: perSecond(many, taken.seconds),
    floor: `${perSecond(many, floor.seconds)} (the mail library’s pool alone)`,
    ratio: taken.seconds / floor.seconds,
    mark: '≥ 300/s',
    met: many / taken.seconds >= 300,
  }
}

async function sendBare(port: number, many: number): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: 10,
    maxMessages: 100,
    tls: { rejectUnauthorized: false },
  })
  await Promise.all(
    Array.from({ length: many }, (_, n) =>
      transport.sendMail({
        from: 'tea@shop.cn',
        to: `c${n}@shop.cn`,
        subject: `客户${n}，新茶到了`,
        text: '您好，新茶到了。',
        html: '<p>您好，<b>新茶</b>到了。</p>',
      }),
    ),
  )
  transport.close()
}
