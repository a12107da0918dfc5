import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keptContacts } from '../../../platform/sealing/contacts.ts'
import type { createContact as definition } from '../actions.ts'
import { contactAdded } from '../events.ts'
import { checkPerson, lockCompany, searchOf, unsetPrimary, type Values, withSealedNote } from './contact-rows.ts'

const most = 500

/** @throws Problem record.missing, contact.not-a-company, contact.no-such-person, contact.too-many */
export async function createContact(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { customerId, name } = input
  const company = await lockCompany(ctx, customerId)
  await checkPerson(ctx, input.personId)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from contacts where customer_id = ${customerId}`.execute(ctx.db)
  const others = rows[0]?.n ?? 0
  if (others >= most) throw new Problem('contact.too-many', { most })
  const isPrimary = input.isPrimary ?? others === 0
  if (isPrimary) await unsetPrimary(ctx, customerId)
  const id = ctx.newId()
  const role = input.role ?? 'other'
  const values: Values = withSealedNote(ctx, keptContacts(ctx, { ...input, role, isPrimary }))
  await insert(ctx, id, customerId, company.name, values)
  await ctx.record({ customerId, kind: contactAdded.name, occurredAt: ctx.now, payload: { contact: id, name, role } })
  return { id, customerId }
}

async function insert(ctx: Ctx, id: string, customerId: string, company: string | null, v: Values): Promise<void> {
  const { search, namePinyin } = searchOf(v, company)
  await sql`insert into contacts (customer_id, id, company, name, role, title, department, phone, email, wechat, person_id, is_primary, no_mail, note,
      search, name_pinyin, created_at, updated_at)
    values (${customerId}, ${id}, ${company}, ${v['name']}, ${v['role']}, ${v['title'] ?? null}, ${v['department'] ?? null}, ${v['phone'] ?? null},
      ${v['email'] ?? null}, ${v['wechat'] ?? null}, ${v['personId'] ?? null}, ${v['isPrimary']}, ${v['noMail'] ?? false}, ${v['note'] ?? null},
      ${search}::tsvector, ${namePinyin}, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
}
