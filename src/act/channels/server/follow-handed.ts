import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { Followed } from '../../../platform/channels/channel.ts'
import { noteMessageOutcome } from '../../messages/actions.ts'
import { openAccount, readAccounts } from './account-rows.ts'

type Handed = { id: string; customer_id: string; account_id: string; address: string; reference: string; at: Date }

const portion = 50
/** An employee who has not confirmed by then will not. */
const longestDays = 30

/** Asks the vendors which of the messages that employees were to confirm have gone. Each round goes on where the last one ended. */
export function makeFollowHanded(): (services: Services) => Promise<boolean> {
  let after = '00000000-0000-0000-0000-000000000000'
  return async (services) => {
    const { rows } =
      await sql<Handed>`select id, customer_id, account_id, address, reference, coalesce(sent_at, created_at) as at from messages
      where channel = 'wecom' and state = 'handed' and id > ${after} and account_id is not null and reference is not null and address is not null
      order by id limit ${portion}`.execute(services.database.db)
    after = rows.length === portion ? (rows.at(-1)?.id ?? after) : '00000000-0000-0000-0000-000000000000'
    if (rows.length === 0) return false
    const accounts = new Map((await readAccounts(services.database.db)).map((row) => [row.id, row]))
    for (const handed of rows) {
      const row = accounts.get(handed.account_id)
      const account = row?.state === 'on' ? openAccount(services, row) : null
      if (account)
        await note(services, handed, await services.channels.follow(account, { reference: handed.reference, to: handed.address }))
    }
    return rows.length === portion
  }
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
