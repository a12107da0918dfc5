import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { addConsents } from '../../../platform/records/consent-records.ts'
import { followAndTell } from './follow-tick.ts'

const portion = 1_000

type Ended = { customer_id: string; purpose: string; channel: string; address: string; kind: string; basis: string }

/**
 * A consent whose term is over is said to have expired, in a record of its own. It counts no longer from that instant on,
 * whenever this comes to it.
 */
export async function endConsents(services: Services): Promise<boolean> {
  return asSystem(services, 'consent', async (ctx) => {
    const { rows } = await sql<Ended>`select k.customer_id, k.purpose, k.channel, k.address, k.kind, k.basis from consents k
      where k.state = 'given' and k.valid_until <= ${ctx.now} and not exists (select 1 from consents l where l.customer_id = k.customer_id and l.purpose = k.purpose
        and l.channel = k.channel and (l.address in ('', k.address) or k.address = '') and (l.at, l.id) > (k.at, k.id))
      order by k.valid_until, k.customer_id limit ${portion}`.execute(ctx.db)
    if (rows.length === 0) return false
    await addConsents(
      ctx,
      rows.map(({ customer_id: customerId, ...line }) => ({ ...line, customerId, state: 'expired', how: 'term-over' })),
    )
    await followAndTell(
      ctx,
      rows.map((row) => row.customer_id),
      'term-over',
    )
    return rows.length === portion
  })
}
