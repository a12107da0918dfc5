import { createCampaign, deleteCampaign, readCampaign, startCampaign, stopCampaign } from '../src/act/campaigns/actions.ts'
import { workOnCampaigns } from '../src/act/campaigns/server/work-on-editions.ts'
import { createTemplate } from '../src/act/messages/template-actions.ts'
import { askQuestion } from '../src/platform/actions/ask-question.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { systemActor } from '../src/platform/actions/services.ts'
import { type BenchRow, perSecond, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const wanted = 100_000

/**
 * A campaign to 100,000 customers, from its start until every message stands in the outbox: the audience fixed, consent and the
 * weekly cap asked, the holdout and two variants drawn, facts told. The floor writes the same rows (members, facts, messages)
 * in one statement each.
 */
export async function benchCampaign(world: BenchWorld): Promise<BenchRow[]> {
  const { database, services, size } = world
  const call = { actor: systemActor('bench'), source: 'app' }
  const name = `bench ${services.newId()}`
  const share = Math.min(10_000, Math.round((wanted / size.customers) * 10_000))
  await reachable(world)
  const { id: templateId } = await runAction(services, call, createTemplate, {
    name,
    subject: '{{ name }}，夏茶到了',
    body: '您好，{{ name }}',
  })
  const definition = {
    audience: { bucket: { salt: 'campaign', from: 0, to: share } },
    variants: [
      { key: 'a', templateId, share: 1 },
      { key: 'b', templateId, share: 1 },
    ],
    when: { kind: 'now' },
    holdout: 10,
  }
  const { id } = await runAction(services, call, createCampaign, { name, definition })
  await runAction(services, call, startCampaign, { id })
  const taken = await timed(async () => {
    while (await workOnCampaigns(services));
  })
  const { counts } = await askQuestion(services, call.actor, readCampaign, { id })
  const people = counts.audience
  if (counts.queued + counts.holdout !== people)
    throw new Error(`of ${people} only ${counts.queued} were queued and ${counts.holdout} held out`)
  const floor = await timed(() => writeAgain(world, id))
  await runAction(services, call, stopCampaign, { id })
  while (await workOnCampaigns(services));
  await database.pool.query('delete from messages where campaign_id = $1', [id])
  await runAction(services, call, deleteCampaign, { id })
  return [
    {
      what: `campaign to ${people.toLocaleString('en')}: audience, consent, cap, holdout, two variants, facts, messages queued`,
      figure: `${s(taken.seconds)}, ${perSecond(people, taken.seconds)}`,
      floor: `${s(floor.seconds)} (the same rows written bare)`,
      ratio: taken.seconds / floor.seconds,
      mark: '100,000 under 60 s',
      met: (taken.seconds * wanted) / people < 60,
    },
  ]
}

/** Everybody has an address and said yes to marketing by it. */
async function reachable({ database, now }: BenchWorld): Promise<void> {
  await database.pool.query(`update customers set email = 'b' || code || '@bench.example' where email is null`)
  await database.pool.query(
    `insert into consents (customer_id, id, purpose, channel, state, how, version, at, recorded_at)
      select c.id, c.id, 'marketing', 'email', 'given', 'told', p.counts_from, $1, $1 from customers c, consent_purposes p
      where p.code = 'marketing' and not exists (select 1 from consents k where k.customer_id = c.id and k.purpose = 'marketing' and k.channel = 'email')`,
    [now],
  )
  await database.pool.query('vacuum analyze customers, consents')
}

/** What the preparation left behind, written once more by hand, one statement a table, and taken back. */
async function writeAgain({ database }: BenchWorld, campaign: string): Promise<void> {
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    await client.query(`insert into campaign_members (customer_id, id, campaign_id, edition, arm, variant, state, reason, entered_at, due_at, message_id)
      select customer_id, gen_random_uuid(), campaign_id, edition + 1000, arm, variant, state, reason, entered_at, due_at, message_id
      from campaign_members where campaign_id = '${campaign}'`)
    await client.query(`insert into messages (customer_id, id, channel, kind, template_id, campaign_id, variant, key, state, due_at, created_at, priority)
      select customer_id, gen_random_uuid(), channel, kind, template_id, campaign_id, variant, key || '-bare', state, due_at, created_at, priority
      from messages where campaign_id = '${campaign}'`)
    await client.query(
      `update log_heads h set seq = h.seq + 1 from campaign_members m where h.customer_id = m.customer_id and m.campaign_id = '${campaign}' and m.edition = 1`,
    )
    await client.query(`insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, payload)
      select m.customer_id, h.seq, gen_random_uuid(), 'campaign.entered', m.entered_at, m.entered_at, 'bare', jsonb_build_object('campaign', m.campaign_id, 'name', 'bare', 'arm', m.arm)
      from campaign_members m join log_heads h on h.customer_id = m.customer_id where m.campaign_id = '${campaign}' and m.edition = 1`)
    await client.query('rollback')
  } finally {
    client.release()
  }
}
