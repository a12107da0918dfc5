import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type followerStandings, type listFollowers as definition } from '../actions.ts'
import { readAccount } from './account-rows.ts'
import { followerKey, leftKey } from './tie-followers.ts'

type Row = {
  address: string
  name: string | null
  employee: string | null
  followed_at: Date
  left_at: Date | null
  last_word_at: Date | null
  customer_id: string | null
  customer_name: string | null
}

type Standing = (typeof followerStandings)[number]

const standings: Readonly<Record<Standing, RawBuilder<unknown>>> = {
  all: sql`true`,
  linked: sql`f.left_at is null and f.customer_id is not null`,
  unlinked: sql`f.left_at is null and f.customer_id is null`,
  left: sql`f.left_at is not null`,
}

/**
 * Newest first. Of a customer whom the reader may not see nothing is told: the follower stands there as nobody's.
 * @throws Problem channel.account-missing, input.invalid
 */
export async function listFollowers(
  ctx: Ctx,
  { id, standing, search, after, limit }: InputOf<typeof definition>,
): Promise<AnswerOf<typeof definition>> {
  const account = await readAccount(ctx.db, id)
  if (!account) throw new Problem('channel.account-missing', { path: 'id' })
  const [here, gone] = [followerKey(account.channel, ''), leftKey(account.channel, '')]
  const followers = sql`(select f.*, i.customer_id, c.name as customer_name from channel_followers f
    left join identities i on i.key = case when f.left_at is null then ${here}::text else ${gone}::text end || f.address
    left join customers c on c.id = i.customer_id where f.account_id = ${id}) f`
  const like = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const found =
    search === ''
      ? sql`true`
      : sql`(f.name ilike ${like} or f.customer_name ilike ${like} or f.employee ilike ${like} or f.address = ${search})`
  const place = after === undefined ? null : readPlace(after)
  const behind = place === null ? sql`true` : sql`(f.followed_at, f.address) < (${place.at}::timestamptz, ${place.address}::text)`
  const { rows } =
    await sql<Row>`select f.address, f.name, f.employee, f.followed_at, f.left_at, f.last_word_at, f.customer_id, f.customer_name
    from ${followers} where ${standings[standing]} and ${found} and ${behind} order by f.followed_at desc, f.address desc limit ${limit + 1}`.execute(
      ctx.db,
    )
  const counts = after === undefined ? await countStandings(ctx, followers) : null
  const page = rows.slice(0, limit)
  const end = page.at(-1)
  return {
    counts,
    rows: page.map((row) => ({
      address: row.address,
      name: row.name,
      employee: row.employee,
      followedAt: row.followed_at.toISOString(),
      leftAt: row.left_at?.toISOString() ?? null,
      lastWordAt: row.last_word_at?.toISOString() ?? null,
      customerId: row.customer_name === null ? null : row.customer_id,
      customerName: row.customer_name,
    })),
    next: rows.length > limit && end ? `${end.followed_at.toISOString()} ${end.address}` : null,
  }
}

async function countStandings(ctx: Ctx, followers: RawBuilder<unknown>): Promise<Record<Standing, number>> {
  const { rows } = await sql<
    Record<Standing, number>
  >`select count(*)::int as "all", count(*) filter (where ${standings.linked})::int as linked,
    count(*) filter (where ${standings.unlinked})::int as unlinked, count(*) filter (where ${standings.left})::int as "left" from ${followers}`.execute(
    ctx.db,
  )
  return rows[0] ?? { all: 0, linked: 0, unlinked: 0, left: 0 }
}

/** @throws Problem input.invalid for what is no place of ours */
function readPlace(after: string): { readonly at: string; readonly address: string } {
  const [, at = '', address = ''] = /^(\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z) ([^\s\p{Cc}]+)$/u.exec(after) ?? []
  if (address === '' || Number.isNaN(Date.parse(at))) throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
  return { at, address }
}
