import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { makeHousehold as definition } from '../actions.ts'
import { lockPeople } from './households.ts'
import { joinHousehold } from './join-household.ts'
import { shareContact } from './share-contact.ts'

/**
 * Puts customers into one household, with what they share.
 * @throws Problem household.elsewhere, household.company, household.wrong-contact, household.anothers, record.missing
 */
export async function makeHousehold(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const people = await lockPeople(
    ctx,
    input.members.map((member) => member.customerId),
  )
  const first = people.get(input.members[0]?.customerId ?? '')
  const id = ctx.newId()
  const name = input.name ?? first?.name ?? '—'
  await sql`insert into households (id, name, created_at) values (${id}, ${name}, ${ctx.now})`.execute(ctx.db)
  for (const member of input.members) await joinHousehold(ctx, { id, ...member })
  for (const shared of input.shared) await shareContact(ctx, { id, ...shared })
  return { id }
}
