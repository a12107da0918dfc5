import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { ChannelAccount, Followed } from '../../../platform/channels/channel.ts'
import { noteMessageOutcome } from '../../messages/actions.ts'
import { openAccount, readAccounts } from './account-rows.ts'

type Asked = { account_id: string; reference: string }
type Handed = { id: string; customer_id: string; address: string; at: Date }

/** Requests to vendors in a round: one message or a thousand may stand behind each. */
const portion = 20
/** An employee who has not confirmed by then will not. */
const longestDays = 30

/** Asks the vendors which of the messages that employees were to confirm have gone. Each round goes on where the last one ended. */
export function makeFollowHanded(): (services: Services) => Promise<boolean> {
  let after = ''
  return async (services) => {
    const { db } = services.database
    const { rows } = await sql<Asked>`select distinct account_id, reference from messages
      where channel = 'wecom' and state = 'handed' and reference > ${after} and account_id is not null and address is not null
      order by reference limit ${portion}`.execute(db)
    after = rows.length === portion ? (rows.at(-1)?.reference ?? '') : ''
    if (rows.length === 0) return false
    const accounts = new Map((await readAccounts(db)).map((row) => [row.id, row]))
    for (const asked of rows) {
      const row = accounts.get(asked.account_id)
      const account = row?.state === 'on' ? openAccount(services, row) : null
      if (account) await followOne(services, account, asked)
    }
    return rows.length === portion
  }
}

/** All who wait under one reference, in one question to the vendor. */
async function followOne(services: Services, account: ChannelAccount, { account_id, reference }: Asked): Promise<void> {
  const { rows } = await sql<Handed>`select id, customer_id, address, coalesce(sent_at, created_at) as at from messages
    where channel = 'wecom' and state = 'handed' and reference = ${reference} and account_id = ${account_id} and address is not null
    order by id`.execute(services.database.db)
  const handed = rows.map((one) => ({ ...one, address: services.sealing.openContacts(one.address) }))
  const found = await services.channels.follow(account, { reference, to: handed.map(({ address }) => address) })
  for (const one of handed) await note(services, one, found.get(one.address) ?? { state: 'waiting' })
}

async function note(services: Services, { id, customer_id, at }: Handed, found: Followed): Promise<void> {
  const now = services.clock()
  const isOver = found.state === 'waiting' && now.getTime() - at.getTime() > longestDays * 86_400_000
  if (found.state === 'waiting' && !isOver) return
  await asSystem(services, 'channels', async (ctx) =>
    ctx.run(noteMessageOutcome, {
      messageId: id,
      customerId: customer_id,
      what: found.state === 'confirmed' ? 'confirmed' : 'refused',
      at: (found.state === 'confirmed' ? found.at : now).toISOString(),
      details: {
        ...(found.state === 'refused' ? { said: found.reason } : {}),
        ...(isOver ? { said: `not confirmed within ${longestDays} days` } : {}),
      },
    }),
  )
}
