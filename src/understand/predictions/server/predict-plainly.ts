import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import { speakingIn } from './learn-chances.ts'
import type { SetRow } from '../sets.ts'

/**
 * Puts the past rate in the place of everybody's predictions, in one statement; what it cannot tell is emptied, but for
 * chances to buy that were learned from behaviour.
 */
export async function predictPlainly({ db, now, shop }: Ctx, { id, body }: Pick<SetRow, 'id' | 'body'>): Promise<void> {
  const learned = speakingIn(body)?.speaks
  const chance = (days: 30 | 90) => (learned?.[`in${days}`] ? sql.ref(`buy_chance${days}`) : sql`null`)
  const today = localDate(now, shop.timeZone)
  await sql`update predictions p set expected_purchases30 = round((r.rate * 30)::numeric, 3), expected_purchases90 = round((r.rate * 90)::numeric, 3),
      expected_purchases365 = round((r.rate * 365)::numeric, 3), expected_spend30 = r.rate * 30 * r.amount, expected_spend90 = r.rate * 90 * r.amount,
      expected_spend365 = r.rate * 365 * r.amount, next_purchase_from = null, next_purchase = null, next_purchase_to = null, alive_chance = null,
      buy_chance30 = ${chance(30)}, buy_chance90 = ${chance(90)}, clv12 = null, clv12_low = null, clv12_high = null, clv36 = null, clv36_low = null, clv36_high = null, margin_share = null,
      predicted_at = ${now}
    from (select customer_id, (days - 1)::float8 / greatest(7, ${today}::date - first_day) as rate, coalesce(repeat_spend, 0) as amount from predictions) r
    where r.customer_id = p.customer_id and p.set_id = ${id}`.execute(db)
}
