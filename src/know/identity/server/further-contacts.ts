import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { consentField, type Values } from '../combine-values.ts'

/** Fields whose value stays known as a further way to reach the customer where another's is kept. */
const contactFields = ['phone', 'email', 'wechat'] as const

/** A merge whose values were chosen: those before, by record, and the one that stands. */
export type ChosenContacts = {
  readonly survivor: string
  readonly merge: string
  readonly sources: readonly { readonly id: string; readonly values: Values }[]
  readonly after: Values
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Phones, e-mails and WeChat ids that were not chosen are still the customer's: they become further contact points. */
export async function keepFurtherContacts(ctx: Ctx, merges: readonly ChosenContacts[]): Promise<void> {
  const wanted = merges.flatMap(({ survivor, merge, sources, after }) =>
    sources.flatMap(({ id, values }) =>
      contactFields.flatMap((kind) => {
        const value = textOf(values[kind])
        if (value === '' || value === after[kind]) return []
        const consent =
          kind !== 'email' ? 'unknown' : after[consentField] === 'withdrawn' ? 'withdrawn' : textOf(values[consentField]) || 'unknown'
        return [{ customer_id: survivor, id: ctx.newId(), merge_id: merge, from_id: id, kind, value, consent }]
      }),
    ),
  )
  if (wanted.length === 0) return
  await sql`with wanted as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(customer_id uuid, id uuid, merge_id uuid, from_id uuid, kind text, value text, consent text)
    ), made as (
      insert into contact_points (customer_id, id, kind, value, consent, created_at, updated_at)
      select customer_id, id, kind, value, consent, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz from wanted on conflict do nothing returning customer_id, id
    ) insert into merge_kept (customer_id, id, merge_id, table_name, how, row)
    select w.customer_id, w.id, w.merge_id, 'contact_points', 'made', jsonb_build_object('id', w.id, 'from', w.from_id, 'at', ${ctx.now.toISOString()}::text)
    from wanted w join made m on m.customer_id = w.customer_id and m.id = w.id`.execute(ctx.db)
}

type Made = { id: string; from: string; touched: boolean }

/**
 * What the merge made of the contacts of those who leave goes, and so does what it made of the survivor's own when
 * everybody leaves. One of which somebody has said something since goes along with its owner instead.
 */
export async function giveContactsBack(
  ctx: Ctx,
  survivor: string,
  merge: string,
  leaving: readonly string[],
  goesOn: boolean,
): Promise<void> {
  const { rows } = await sql<Made>`select p.id, k.row ->> 'from' as from, p.updated_at > (k.row ->> 'at')::timestamptz as touched
    from merge_kept k join contact_points p on p.customer_id = k.customer_id and p.id = (k.row ->> 'id')::uuid
    where k.customer_id = ${survivor} and k.merge_id = ${merge} and k.how = 'made'`.execute(ctx.db)
  const mine = rows.filter(({ from }) => leaving.includes(from) || (from === survivor && !goesOn))
  if (mine.length === 0) return
  const ids = (touched: boolean) => mine.filter((row) => row.touched === touched)
  await sql`delete from contact_points where customer_id = ${survivor} and id = any(${ids(false).map(({ id }) => id)}::uuid[])`.execute(
    ctx.db,
  )
  const along = ids(true).filter(({ from }) => from !== survivor)
  await sql`update contact_points p set first_customer_id = t.part from unnest(${along.map(({ id }) => id)}::uuid[], ${along.map(({ from }) => from)}::uuid[]) t(id, part)
    where p.customer_id = ${survivor} and p.id = t.id`.execute(ctx.db)
  await sql`delete from merge_kept where customer_id = ${survivor} and merge_id = ${merge} and how = 'made' and id = any(${mine.map(({ id }) => id)}::uuid[])`.execute(
    ctx.db,
  )
}
