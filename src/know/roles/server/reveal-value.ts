import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { notAmongFields } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readRecord } from '../../../platform/records/find-records.ts'
import { withShapes } from '../../../platform/rights/veils.ts'
import { veiledContacts, withoutContactsIn } from '../../../platform/rights/without-contacts.ts'
import type { revealValue as definition } from '../actions.ts'

type Input = InputOf<typeof definition>

export const mostAnHour = 30
const hour = 3_600_000

/**
 * Shows a masked value whole, or the words of a record in which numbers are masked. A hidden field stays unknown; the limit counts
 * each person's own.
 * @throws Problem input.invalid, record.missing, rights.too-many-reveals
 */
export async function revealValue(ctx: Ctx, input: Input): Promise<AnswerOf<typeof definition>> {
  const { id, field, of, reason } = input
  const left = await countReveal(ctx, input)
  const value = of === undefined ? await valueOf(ctx, id, field) : await wordsOf(ctx, { id, field, of })
  const what = of === undefined ? field : `${of.kind}.${field}`
  await sql`insert into reveals (customer_id, id, field, by_id, reason, at) values (${id}, ${ctx.newId()}, ${what}, ${ctx.actor.id}, ${reason}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id, value: withoutHidden(ctx, value), left }
}

/** How many more this hour. */
async function countReveal(ctx: Ctx, { field, of }: Input): Promise<number> {
  const card = ctx.card('customer')
  const right = ctx.sight.limits ? withShapes(ctx.sight.limits).get(field) : undefined
  const isClosed = of === undefined ? !card.fields.has(field) || right === 'hidden' : !Object.hasOwn(wordsIn[of.kind].columns, field)
  if (isClosed) throw new Problem('input.invalid', { path: 'field', reason: notAmongFields(field, []) })
  // One at a time for each person, so that two at once are counted as two.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reveal ${ctx.actor.id}`}, 0))`.execute(ctx.db)
  const since = new Date(ctx.now.getTime() - hour)
  const { rows } = await sql<{
    n: number
    first: Date | null
  }>`select count(*) as n, min(at) as first from reveals where by_id = ${ctx.actor.id} and at > ${since}`.execute(ctx.db)
  const { n = 0, first = null } = rows[0] ?? {}
  if (n >= mostAnHour && first)
    throw new Problem('rights.too-many-reveals', {
      most: mostAnHour,
      minutes: Math.max(1, Math.ceil((first.getTime() + hour - ctx.now.getTime()) / 60_000)),
    })
  return mostAnHour - n - 1
}

async function valueOf(ctx: Ctx, id: string, field: string): Promise<unknown> {
  const card = ctx.card('customer')
  const record = await readRecord(ctx, card, id)
  if (!record) throw new Problem('record.missing', { what: card.entity.label })
  return record[field] ?? null
}

type Of = NonNullable<Input['of']>

/** The fields that people write in, and whose rows they are: of what is no entity, the entity that it is read with. */
type Written = { readonly read: string; readonly table: string; readonly columns: Readonly<Record<string, string>> }
const wordsIn: Readonly<Record<Of['kind'], Written>> = {
  interaction: {
    read: 'interaction',
    table: 'interactions',
    columns: { summary: 'summary', nextStep: 'next_step', person: 'person', place: 'place' },
  },
  todo: { read: 'todo', table: 'todos', columns: { title: 'title', note: 'note', originWords: 'origin_words' } },
  contact: { read: 'contact', table: 'contacts', columns: { title: 'title', department: 'department', note: 'note' } },
  'contact-point': { read: 'customer', table: 'contact_points', columns: { label: 'label' } },
}

/** Of a record that its reader may read at all, and that is this customer's. A way that is hidden from them is not there. */
async function wordsOf(ctx: Ctx, { id, field, of }: Pick<Input, 'id' | 'field'> & { readonly of: Of }): Promise<unknown> {
  const { limits } = ctx.sight
  const { read, table, columns } = wordsIn[of.kind]
  const mayRead = limits === null || limits.grants.get(read)?.has('read') === true
  const seen = of.kind === 'contact-point' ? sql`kind <> all(${hiddenOf(ctx)})` : sql`true`
  const { rows } = mayRead
    ? await sql<{
        words: string | null
      }>`select ${sql.id(columns[field] ?? '')} as words from ${sql.id(table)} where customer_id = ${id} and id = ${of.id} and ${seen}`.execute(
        ctx.db,
      )
    : { rows: [] }
  if (!rows[0]) throw new Problem('record.missing', { what: ctx.card(read).entity.label })
  return rows[0].words
}

const hiddenOf = ({ sight }: Ctx): string[] =>
  [...(sight.limits?.fields ?? [])].flatMap(([name, right]) => (right === 'hidden' ? [name] : []))

/** What is hidden, and not merely masked, stays so in what somebody wrote too. */
function withoutHidden(ctx: Ctx, value: unknown): unknown {
  const hidden = hiddenOf(ctx)
  return withoutContactsIn(
    veiledContacts(ctx.sight).filter((kind) => hidden.includes(kind)),
    value,
  )
}
