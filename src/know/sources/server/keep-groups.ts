import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { createContact } from '../../contacts/actions.ts'
import { groupJoined, identified } from '../events.ts'
import { groupKey } from '../who-is-meant.ts'
import type { Source } from './find-source.ts'

/** Who belongs to which company. The company is kept by its key, so that a merge of companies needs nothing of this. */
export async function keepGroups(ctx: Ctx, source: Source, facts: readonly ToldFact[]): Promise<void> {
  const rows = facts
    .filter((fact) => fact.kind === groupJoined.name)
    .map((fact) => ({
      customer_id: fact.customerId,
      group_key: groupKey(source.id, String(fact.payload['groupId'])),
      joined_at: fact.occurredAt.toISOString(),
    }))
  if (rows.length > 0)
    await sql`insert into source_groups (customer_id, group_key, joined_at, first_customer_id)
      select r.customer_id, r.group_key, r.joined_at, r.customer_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, group_key text, joined_at timestamptz)
      on conflict do nothing`.execute(ctx.db)
  const told = facts.filter((fact) => fact.kind === groupJoined.name || fact.kind === identified.name)
  if (told.length > 0) await keepContacts(ctx, [...new Set(told.map((fact) => fact.customerId))])
}

type Missing = { company_id: string; person_id: string; name: string; phone: string | null; email: string | null }

/** Whoever belongs to a company, and is called something, stands among its contacts. */
async function keepContacts(ctx: Ctx, people: readonly string[]): Promise<void> {
  const { rows } = await sql<Missing>`select distinct on (i.customer_id, p.id)
      i.customer_id as company_id, p.id as person_id, p.name, p.phone, p.email
    from source_groups g join identities i on i.key = g.group_key
      join customers c on c.id = i.customer_id and c.kind = 'company' join customers p on p.id = g.customer_id and p.kind = 'person'
    where g.customer_id = any(${people}::uuid[]) and p.name is not null
      and not exists (select 1 from contacts k where k.customer_id = i.customer_id and k.person_id = p.id)
    order by i.customer_id, p.id`.execute(ctx.db)
  for (const { company_id, person_id, name, phone, email } of rows) {
    try {
      await ctx.run(createContact, { customerId: company_id, name, phone, email, personId: person_id })
    } catch (error) {
      // A company has as many contacts as it may: that somebody belongs to it stands in its own table all the same.
      if (!(error instanceof Problem)) throw error
    }
  }
}
