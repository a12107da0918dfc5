import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import type { RoleBody } from '../../../core/rights/role-body.ts'
import { listMessages } from '../../messages/actions.ts'
import { listInbound } from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const everything: RoleBody['grants'] = { customer: { read: ['all'] }, message: { read: ['all'] }, interaction: { read: ['all'] } }

test('who sees phones and e-mails masked sees no more of them where a message went, or a mail came from', async () => {
  const id = await world.customer({ name: '甲', phone: '+8613800007788', email: 'masked@shop.example' })
  for (const [channel, address] of [
    ['sms', '+8613800007788'],
    ['email', 'masked@shop.example'],
  ])
    await sql`insert into messages (customer_id, id, channel, kind, key, address, state, created_at)
      values (${id}, ${world.services.newId()}, ${channel}, 'service', ${channel}, ${address}, 'sent', ${world.now()})`.execute(world.db)
  await sql`insert into inbound_mails (customer_id, id, kind, state, from_address, subject, body, details, received_at, recorded_at)
    values (${id}, ${world.services.newId()}, 'bounce', 'open', 'masked@shop.example', '退信', '', '{"sort":"hard","recipient":"masked@shop.example"}'::jsonb, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  const seen = async (fields: Readonly<Record<string, 'masked' | 'hidden'>>) => {
    const one = await world.person({ rights: { grants: everything, fields, rights: [] } })
    const { rows } = await world.as(one).ask(listMessages, {})
    return [rows.map(({ address }) => String(address)).sort((a, b) => a.localeCompare(b)), await world.as(one).ask(listInbound, {})]
  }
  const [masked, mails] = await seen({ phone: 'masked', email: 'masked' })
  expect(masked).toEqual(['138****7788', 'm***@shop.example'])
  expect(JSON.stringify(mails)).toContain('m***@shop.example')
  expect(JSON.stringify(mails)).not.toContain('masked@shop')
  const [phones] = await seen({ phone: 'masked' })
  expect(phones).toEqual(['138****7788', 'masked@shop.example'])
  const [none] = await seen({ phone: 'hidden', email: 'hidden' })
  expect(none).toEqual(['null', 'null'])
})

test('nor in what a server said, or in what a customer wrote back', async () => {
  const id = await world.customer({ name: '乙', phone: '+8613800006677', email: 'words@shop.example' })
  const said =
    '550 <words@shop.example> unknown, call 138 0000 6677 or +86 13800006677; 电话13800006677，订单words@shop.example号; order 2026138000066771'
  await sql`insert into messages (customer_id, id, channel, kind, key, address, state, reason, created_at)
    values (${id}, ${world.services.newId()}, 'email', 'service', 'said', 'words@shop.example', 'failed',
      ${JSON.stringify({ code: 'mail-server-refused', details: { reason: said } })}::jsonb, ${world.now()})`.execute(world.db)
  await sql`insert into inbound_mails (customer_id, id, kind, state, from_address, from_name, subject, body, details, received_at, recorded_at)
    values (${id}, ${world.services.newId()}, 'reply', 'open', 'words@shop.example', 'words@shop.example', ${said}, ${said}, ${JSON.stringify({ said })}::jsonb, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  const read = async (fields: Readonly<Record<string, 'masked' | 'hidden'>>) => {
    const one = world.as(await world.person({ rights: { grants: everything, fields, rights: [] } }))
    return JSON.stringify([await one.ask(listMessages, { customerId: id }), await one.ask(listInbound, { customerId: id })])
  }
  const [none, phones, both, whole] = [
    await read({ phone: 'hidden', email: 'hidden' }),
    await read({ phone: 'masked' }),
    await read({ phone: 'masked', email: 'masked' }),
    await read({}),
  ]
  for (const seen of [none, both]) expect(seen).not.toContain('words@shop')
  for (const seen of [none, phones, both]) {
    expect(seen).not.toMatch(/138 0000 6677|13800006677[;，]/)
    // A number that is no phone stays, and so does everything else of the sentence.
    expect(seen).toContain('order 2026138000066771')
  }
  expect(phones).toContain('words@shop.example')
  expect(whole).toContain('138 0000 6677')
})
