import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listContacts as definition } from '../actions.ts'

type Answer = AnswerOf<typeof definition>

/** The people at a company, the primary one first; and of a person, the companies where they are a contact. */
export async function listContacts(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<Answer> {
  const { rows: contacts } = await sql<
    Answer['contacts'][number]
  >`select n.id, n.name, n.role, n.title, n.department, n.phone, n.email, n.wechat,
      n.is_primary as "isPrimary", n.no_mail as "noMail", n.note, n.person_id as "personId", p.name as "personName"
    from contacts n left join customers p on p.id = n.person_id
    where n.customer_id = ${id} order by n.is_primary desc, n.created_at, n.id`.execute(ctx.db)
  const { rows: worksAt } = await sql<Answer['worksAt'][number]>`select customer_id as "companyId", company, role, title
    from contacts where person_id = ${id} order by created_at, id`.execute(ctx.db)
  return { contacts, worksAt }
}
