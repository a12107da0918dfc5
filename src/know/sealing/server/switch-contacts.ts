import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { ContactKind } from '../../../core/kit/contact-token.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { findRuleUses, sayUses } from '../../../platform/records/rule-uses.ts'
import { addContactKey, newestContactKey } from '../../../platform/sealing/contact-keys.ts'
import { beginContactWork, type ContactWork, haltContactWork, readContactWork } from '../../../platform/sealing/contact-work.ts'
import type { haltSealing as haltDefinition, renewContactKey as renewDefinition, sealContacts as definition } from '../actions.ts'

/**
 * From now on the keys of a contact detail are written in both forms; then new values in the new form, and what is there is turned
 * over in portions. @throws Problem sealing.used-in-rules
 */
export async function sealContacts(ctx: Ctx, { kind, sealed }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  await oneAtATime(ctx)
  const standing = (await readContactWork(ctx.db)).find((work) => work.kind === kind)
  if (standing?.aim === 'renewed' && !sealed) throw new Problem('sealing.turning', { path: 'sealed' })
  if (isSealed(standing) === sealed) return { kind, sealed, total: standing?.total ?? 0 }
  if (sealed) await refuseUsed(ctx, kind)
  const total = await countHolders(ctx, kind)
  const contactKey = standing?.contactKey ?? (await newestContactKey(ctx.db))
  await beginContactWork(ctx, { kind, aim: sealed ? 'sealed' : 'open', total, contactKey, formerKey: contactKey, by: ctx.actor.id })
  forgetCards(ctx.services.database)
  return { kind, sealed, total }
}

/** Two who press at one moment: the second sees what the first began. */
const oneAtATime = ({ db }: Ctx) => sql`select pg_advisory_xact_lock(7236, 22)`.execute(db)

const isSealed = (work: ContactWork | undefined): boolean => work !== undefined && work.aim !== 'open'

/**
 * A new key of contact details, under which all that are kept sealed are sealed anew in portions; until then both keys open.
 * @throws Problem sealing.nothing-sealed, sealing.turning
 */
export async function renewContactKey(ctx: Ctx): Promise<AnswerOf<typeof renewDefinition>> {
  await oneAtATime(ctx)
  const works = await readContactWork(ctx.db)
  if (works.some(({ phase }) => phase !== 'done')) throw new Problem('sealing.turning')
  if (works.length === 0) throw new Problem('sealing.nothing-sealed')
  const contactKey = await addContactKey(ctx)
  for (const { kind, contactKey: formerKey } of works)
    await beginContactWork(ctx, { kind, aim: 'renewed', total: await countHolders(ctx, kind), contactKey, formerKey, by: ctx.actor.id })
  forgetCards(ctx.services.database)
  return { version: contactKey }
}

async function countHolders(ctx: Ctx, kind: ContactKind): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from customers where ${sql.id(kind)} is not null`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** Rules that compare it by parts would find nobody from then on. */
async function refuseUsed(ctx: Ctx, kind: ContactKind): Promise<void> {
  const label = ctx.card('customer').fields.get(kind)?.field.label ?? { zh: kind, en: kind }
  const path = `$.** ? (@.field == ${JSON.stringify(kind)} && (@.op == "contains" || @.op == "starts-with" || @.op == "ends-with"))`
  const uses = await findRuleUses(ctx, (column) => sql`${column} @? ${path}::jsonpath`)
  if (uses.length > 0) throw new Problem('sealing.used-in-rules', { path: 'sealed', label, names: sayUses(uses), many: uses.length })
  const written = `[{][{%][^}]*\\m${kind}\\M`
  const { rows } = await sql<{
    name: string
  }>`select name from templates where concat_ws(' ', subject, body, content::text) ~ ${written} order by name`.execute(ctx.db)
  if (rows.length > 0)
    throw new Problem('sealing.used-in-templates', {
      path: 'sealed',
      label,
      names: { zh: rows.map(({ name }) => `“${name}”`).join('、'), en: rows.map(({ name }) => `“${name}”`).join(', ') },
      many: rows.length,
    })
}

/** @throws Problem sealing.nothing-under-way */
export async function haltSealing(ctx: Ctx, { kind, halted }: InputOf<typeof haltDefinition>): Promise<AnswerOf<typeof haltDefinition>> {
  if (!(await haltContactWork(ctx, kind, halted))) throw new Problem('sealing.nothing-under-way', { path: 'kind' })
  return { kind, halted }
}
