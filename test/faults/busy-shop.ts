import { createJourney, startJourney } from '../../src/act/journeys/actions.ts'
import { createTemplate } from '../../src/act/messages/template-actions.ts'
import { recordPurchase } from '../../src/know/purchases/actions.ts'
import { createSegment } from '../../src/understand/segments/actions.ts'
import { usualSettings } from '../../src/understand/value/scoring.ts'
import { keepThresholds } from '../../src/understand/value/thresholds.ts'
import type { World } from '../world.ts'

export const customerCount = 24

/** A shop whose customers have bought and of whom nobody has thought yet: metrics, stages, a segment and a journey wait for news. */
export async function makeBusy(world: World): Promise<void> {
  // The first are otherwise taken from the first portion of buyers, and portions differ from run to run.
  const takenAt = new Date(world.now().getTime() - 60_000)
  await keepThresholds({
    takenAt,
    version: 0,
    settings: usualSettings,
    ranks: null,
    recency: Array(4).fill(takenAt),
    frequency: [1, 1, 2, 3],
    monetary: [4_000, 8_000, 16_000, 32_000],
    customers: customerCount,
  }).execute(world.db)
  await world.act(createSegment, { name: '买过两次', rule: { field: 'purchaseCount', op: 'at-least', value: 2 } })
  const { id: templateId } = await world.act(createTemplate, { name: '谢谢', subject: '谢谢您，{{name}}', body: '您好 {{name}}' })
  const steps = [
    { id: 'thanks', kind: 'send', templateId, next: 'week' },
    { id: 'week', kind: 'wait', duration: { amount: 7, unit: 'days' }, next: 'where' },
    { id: 'where', kind: 'branch', rule: { field: 'city', op: 'is', value: '杭州' }, yes: null, no: null },
  ]
  const definition = { trigger: { kind: 'event', event: 'purchase.made' }, steps, holdout: 0 }
  const { id } = await world.act(createJourney, { name: '首购感谢', definition })
  await world.act(startJourney, { id })
  for (let i = 0; i < customerCount; i++) {
    const customerId = await world.customer({
      name: `客${i}`,
      code: `K${i}`,
      email: `k${i}@tea.example`,
      emailConsent: 'granted',
      city: i % 2 ? '杭州' : '北京',
    })
    for (let order = 0; order <= i % 3; order++) {
      await world.act(recordPurchase, { customerId, number: `D${i}-${order}`, amount: 1_000 * (i + 1) + order })
    }
  }
}

/** All that follows from the facts, without the ids that are drawn. */
export async function whatFollows(world: World): Promise<unknown> {
  const { rows } = await world.database.pool.query(`select
    (select jsonb_agg(jsonb_build_array(c.code, m.purchase_count, m.spend, m.stage, m.frequency_score, m.monetary_score) order by c.code)
      from metrics m join customers c on c.id = m.customer_id) as metrics,
    (select jsonb_agg(jsonb_build_array(kind, n) order by kind) from (select kind, count(*) as n from events group by kind) k) as facts,
    (select count(*) from stage_moves) as moves, (select count(*) from memberships where left_at is null) as members,
    (select jsonb_agg(jsonb_build_array(c.code, r.state, r.step, r.steps_taken, (select count(*) from journey_steps s where s.run_id = r.id)) order by c.code)
      from journey_runs r join customers c on c.id = r.customer_id) as runs,
    (select count(*) from messages) as messages,
    (select count(*) from log_heads h where seq <> (select max(seq) from events e where e.customer_id = h.customer_id)) as gaps`)
  return rows[0]
}
