import { sql } from 'kysely'
import { columnOf, type Field } from '../../../core/entity/field.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { sameValue } from '../../../core/kit/sealed-text.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customer } from '../../customers/customer.ts'
import { mergeCustomers } from '../../identity/actions.ts'
import type { Wrong } from '../read-message.ts'
import type { Meaning, Same } from '../who-is-meant.ts'
import { sayReason } from './say-reason.ts'

const fields: Readonly<Record<string, Field>> = customer.fields

/** Nobody has two of these: where both have one and they differ, an alias may be a mistake. */
const decisive = ['kind', 'code', 'phone', 'idCard', 'creditCode'] as const

/**
 * An alias of two known customers: they are merged where nothing speaks against it, which can be undone like any merge.
 * Otherwise it is noted, for a person to look at. What the batch says further goes to whoever stays.
 */
export async function joinSame(ctx: Ctx, meaning: Meaning): Promise<void> {
  const gone = new Map<string, string>()
  const staying = (id: string): string => (gone.has(id) ? staying(gone.get(id) ?? '') : id)
  for (const same of meaning.same) {
    const [from, into] = [staying(same.from), staying(same.into)]
    if (from === into) continue
    const reason = await joinTwo(ctx, same, from, into)
    if (reason) meaning.notes.push({ message: same.message, refused: true, reason })
    else gone.set(from, into)
  }
  if (gone.size === 0) return
  follow(meaning.owned, staying)
  follow(meaning.companies, staying)
  follow(meaning.visitors, staying)
}

function follow<K>(owners: Map<K, string>, staying: (id: string) => string): void {
  for (const [key, id] of owners) owners.set(key, staying(id))
}

async function joinTwo(ctx: Ctx, { message }: Same, from: string, into: string): Promise<Wrong | null> {
  const [said, against] = [{ from: message.previousId, to: message.userId }, await differences(ctx, from, into)]
  if (against.length > 0) return { code: 'source.two-people', details: { ...said, fields: listed(against), compare: `${into},${from}` } }
  await sql`savepoint one_merge`.execute(ctx.db)
  try {
    await ctx.run(mergeCustomers, { ids: [into, from], into })
    await sql`release savepoint one_merge`.execute(ctx.db)
    return null
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`rollback to savepoint one_merge`.execute(ctx.db)
    return { code: 'source.not-merged', details: { ...said, reason: sayReason(ctx, error) } }
  }
}

async function differences(ctx: Ctx, one: string, other: string): Promise<string[]> {
  const columns = sql.join(
    decisive.flatMap((name) => (fields[name] ? [sql`${sql.id(columnOf(name, fields[name]))} as ${sql.id(name)}`] : [])),
  )
  const { rows } = await sql<Record<string, unknown>>`select ${columns} from customers where id in (${one}, ${other})`.execute(ctx.db)
  const [a = {}, b = {}] = rows
  return decisive.filter((name) => a[name] !== null && b[name] !== null && !sameValue(a[name], b[name]))
}

function listed(names: readonly string[]): Words {
  const labels = names.map((name) => fields[name]?.label ?? { zh: name, en: name })
  return { zh: labels.map((label) => label.zh).join('、'), en: labels.map((label) => label.en).join(', ') }
}
