import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { noteMessageOutcome } from '../../messages/actions.ts'

type Row = { customer_id: string; id: string; state: 'done' | 'cancelled'; ended_at: Date }

const portion = 200

/** A message that a colleague carries out is sent when its to-do is done, and refused when nobody will do it. */
export async function settleCalls(services: Services): Promise<boolean> {
  return asSystem(services, 'calls', async (ctx) => {
    const { rows } = await sql<Row>`select m.customer_id, m.id, t.state, t.ended_at from messages m
        join todos t on t.customer_id = m.customer_id and t.message_id = m.id
      where m.state = 'handed' and m.channel = 'task' and t.state <> 'open' order by t.ended_at limit ${portion}`.execute(ctx.db)
    for (const { customer_id: customerId, id: messageId, state, ended_at } of rows) {
      const what = state === 'done' ? 'confirmed' : 'refused'
      const details = state === 'done' ? {} : { said: '待办已取消 · the to-do was cancelled' }
      await ctx.run(noteMessageOutcome, { messageId, customerId, what, at: ended_at.toISOString(), details })
    }
    return rows.length === portion
  })
}
