import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { consentState, countsSql } from '../../../core/rule/consent-state.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { noteReading } from '../../../platform/audit/note-reading.ts'
import { isBelowAge, readAgeOfConsent } from '../../../platform/records/said-consents.ts'
import { customer } from '../../customers/customer.ts'
import type { readConsents as definition } from '../actions.ts'
import { type Purpose, readPurposes } from './purposes.ts'

type Answer = AnswerOf<typeof definition>

/** How each line stands, and the records behind it, latest first. A reading of a minor’s is noted as such. */
export async function readConsents(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<Answer> {
  const { rows } = await sql<{
    birthday: string | null
    kind: string
  }>`select birthday::text as birthday, kind from customers where id = ${id}`.execute(ctx.db)
  const [known] = rows
  if (!known) throw new Problem('record.missing', { what: customer.label })
  const age = await readAgeOfConsent(ctx.db)
  const minor = known.kind === 'person' && isBelowAge(known.birthday, age, ctx.now)
  if (minor) noteReading(ctx, { what: 'minor', entity: 'customer', subject: id, customerId: id })
  const purposes = (await readPurposes(ctx.db)).filter(({ retired }) => !retired)
  const records = await readRecords(ctx, id)
  return { minor, age, purposes, lines: await readLines(ctx, id, purposes), records: records.slice(0, most), more: records.length > most }
}

type Line = {
  purpose: string
  channel: string
  address: string | null
  state: Answer['lines'][number]['state']
  since: Date | null
  how: string | null
  by: string | null
}

/** The state of every line of these purposes, at the primary address. */
export async function readLines(ctx: Ctx, id: string, purposes: readonly Purpose[]): Promise<Answer['lines']> {
  const wanted = purposes.flatMap(({ code, channels }) =>
    (channels.length === 0 ? [''] : channels).map((channel) => ({ purpose: code, channel })),
  )
  const line = { customer: sql`w.customer_id`, purpose: sql`w.purpose`, channel: sql`w.channel`, address: sql`coalesce(w.address, '')` }
  const { rows } = await sql<Line>`with w as materialized (
      select c.id as customer_id, r.n, r.purpose, r.channel,
        case r.channel when 'email' then c.email when 'sms' then c.phone when 'call' then c.phone when 'wechat' then c.wechat when 'post' then c.address end as address
      from customers c cross join jsonb_to_recordset(${JSON.stringify(wanted.map((each, n) => ({ ...each, n })))}::jsonb) as r(n int, purpose text, channel text)
      where c.id = ${id}
    ) select w.purpose, w.channel, w.address, ${consentState(line, ctx.now)} as state, l.at as since, l.how, l.by_whom as by
    from w left join lateral (select k.at, k.how, k.by_whom from consents k where k.customer_id = w.customer_id and k.purpose = w.purpose and k.channel = w.channel
      and k.address in ('', coalesce(w.address, '')) and ${countsSql} order by k.at desc, k.id desc limit 1) l on true order by w.n`.execute(
    ctx.db,
  )
  return rows.map(({ since, by, ...rest }) => ({ ...rest, since: since?.toISOString() ?? null, byWhom: by }))
}

const most = 200

type Row = Omit<Answer['records'][number], 'at' | 'recordedAt' | 'validUntil' | 'evidence'> & {
  readonly at: Date
  readonly recordedAt: Date
  readonly validUntil: Date | null
  readonly evidence: Answer['records'][number]['evidence'] | null
}

async function readRecords(ctx: Ctx, id: string): Promise<Answer['records']> {
  const { rows } =
    await sql<Row>`select k.id, k.purpose, k.channel, k.address, k.state, k.kind, k.basis, k.how, k.at, k.recorded_at as "recordedAt", k.zone, k.place, k.ip, k.agent,
      k.by_whom as "byWhom", k.version, case when w.purpose is not null then jsonb_build_object('zh', w.zh, 'en', w.en) end as wording, k.language, k.evidence,
      k.guardian, k.jurisdiction, k.valid_until as "validUntil", k.note, ${countsSql} as counts
    from consents k left join consent_wordings w on w.purpose = k.purpose and w.version = k.version
    where k.customer_id = ${id} order by k.at desc, k.id desc limit ${most + 1}`.execute(ctx.db)
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    validUntil: row.validUntil?.toISOString() ?? null,
    evidence: row.evidence ?? [],
  }))
}
