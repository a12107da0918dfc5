// The program is killed while it prepares a campaign: at each place, again and again. Everybody gets it once, nobody is forgotten.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createCampaign, listMembers, readCampaign, startCampaign } from '../../src/act/campaigns/actions.ts'
import { workOnCampaigns } from '../../src/act/campaigns/server/work-on-editions.ts'
import { createTemplate } from '../../src/act/messages/template-actions.ts'
import { makeWorld } from '../world.ts'
import { workInAnotherProcess } from './work-in-another-process.ts'

test('killed at any place of a preparation, everybody is drawn once, told once and has one message', async () => {
  const world = await makeWorld()
  await world.system(async (ctx) => {
    await sql`insert into customers (id, name, email, created_at, updated_at)
      select ('01920000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '客户' || i, 'k' || i || '@tea.example', ${ctx.now}, ${ctx.now}
      from generate_series(1, 100) i`.execute(ctx.db)
    await sql`insert into consents (customer_id, id, purpose, channel, state, how, version, at, recorded_at)
      select c.id, c.id, 'marketing', 'email', 'given', 'told', p.counts_from, ${ctx.now}, ${ctx.now}
      from customers c, consent_purposes p where p.code = 'marketing'`.execute(ctx.db)
  })
  const { id: templateId } = await world.act(createTemplate, { name: '夏茶', subject: '夏茶', body: '夏茶到了' })
  const definition = { audience: { all: [] }, variants: [{ key: 'a', templateId, share: 1 }], when: { kind: 'now' }, holdout: 20 }
  const { id } = await world.act(createCampaign, { name: '夏茶', definition })
  await world.act(startCampaign, { id })
  const places = [
    ['begun', 1],
    ['chosen', 1],
    ['drawn', 1],
    ['drawn', 2],
    ['queued', 1],
    ['queued', 2],
  ] as const
  for (const [place, times] of places)
    expect([place, await workInAnotherProcess(world, 'campaigns', { place, times })]).toEqual([place, 'SIGKILL'])
  while (await workOnCampaigns(world.services, { portion: 40 }));
  const kept = await world.ask(readCampaign, { id })
  expect(kept).toMatchObject({
    editions: 1,
    counts: { audience: 100, waiting: 0, refused: 0 },
    runs: [{ chosen: 100, drawn: 100, state: 'sending' }],
  })
  expect(kept.counts.holdout).toBeGreaterThan(5)
  expect(kept.counts.holdout + kept.counts.queued).toBe(100)
  expect(kept.runs[0]?.queued).toBe(kept.counts.queued)
  const { rows } = await sql<{
    kind: string
    facts: number
    people: number
  }>`select kind, count(*) as facts, count(distinct customer_id) as people
    from events where kind = 'campaign.entered' group by 1`.execute(world.db)
  expect(rows).toEqual([{ kind: 'campaign.entered', facts: 100, people: 100 }])
  const sent = await sql<{
    messages: number
    people: number
  }>`select count(*) as messages, count(distinct customer_id) as people from messages`.execute(world.db)
  expect(sent.rows).toEqual([{ messages: kept.counts.queued, people: kept.counts.queued }])
  const { rows: members } = await world.ask(listMembers, { id, state: 'queued', limit: 200 })
  expect(members.every(({ message }) => message !== null)).toBe(true)
  await world.end()
}, 120_000)
