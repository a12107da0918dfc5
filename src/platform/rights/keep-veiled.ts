import { sql } from 'kysely'
import { contactDots } from '../../core/kit/contact-token.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import { contactRuns, withoutContacts } from './text-masks.ts'
import { veiledContacts } from './without-contacts.ts'

/**
 * Texts that somebody sends back as they were shown to them, with what was dotted there as it was: whoever corrects a note
 * would otherwise write dots over the numbers in it. Without any dots left the numbers are gone on purpose.
 * @throws Problem rights.dots-moved where it cannot be told which of them are to stay
 */
export async function keepVeiled<V extends Readonly<Record<string, unknown>>>(ctx: Ctx, before: object, sent: V): Promise<V> {
  const kinds = veiledContacts(ctx.sight)
  const dotted = Object.entries(sent).filter(([, value]) => typeof value === 'string' && value.includes(contactDots))
  if (kinds.length === 0 || dotted.length === 0) return sent
  const kept: Record<string, string> = {}
  for (const [name, value] of dotted) {
    const was: unknown = Object.entries(before).find(([each]) => each === name)?.[1]
    if (typeof was !== 'string') continue
    const { rows } = await sql<{ runs: string[] }>`select ${contactRuns(kinds, sql`${was}::text`)} as runs`.execute(ctx.db)
    const runs = rows[0]?.runs ?? []
    const whole = putBack(name, String(value), runs)
    // As it was shown: nothing to look at again.
    if (runs.length > 0 && whole !== was && !(await readsAs(ctx, kinds, whole, String(value)))) throw moved(name, runs)
    kept[name] = whole
  }
  return { ...sent, ...kept }
}

function putBack(name: string, sent: string, runs: readonly string[]): string {
  const parts = sent.split(contactDots)
  if (runs.length === 0) return sent
  if (parts.length !== runs.length + 1) throw moved(name, runs)
  return parts.map((part, at) => part + (runs[at] ?? '')).join('')
}

const moved = (path: string, runs: readonly string[]) => new Problem('rights.dots-moved', { path, dots: contactDots, count: runs.length })

/** Whoever writes a letter right behind the dots would make what stands there something else, and read it. */
async function readsAs(ctx: Ctx, kinds: readonly string[], whole: string, sent: string): Promise<boolean> {
  const veiled = (text: string) => withoutContacts(kinds, sql`${text}::text`)
  const { rows } = await sql<{ same: boolean }>`select ${veiled(whole)} = ${veiled(sent)} as same`.execute(ctx.db)
  return rows[0]?.same === true
}
