import type { Option } from '../../core/entity/field.ts'
import type { NamedThings } from '../../core/rule/named-payloads.ts'
import type { Ctx } from '../actions/context.ts'
import { maySee } from '../rights/sight.ts'

/**
 * What the things are called that facts point to, those that are gone too. Of a kind that the reader may not see none is named.
 * Read where something is said, not where it is asked; with `only`, of these kinds.
 */
export async function readNamedThings(ctx: Pick<Ctx, 'registry' | 'db' | 'sight'>, only?: ReadonlySet<string>): Promise<NamedThings> {
  const things = new Map<string, readonly Option[]>()
  // One after another: inside a transaction there is one connection.
  for (const { named } of ctx.registry.features)
    if (named && (!only || only.has(named.to))) things.set(named.to, maySee(ctx.sight, named.to) ? await named.options(ctx.db) : [])
  return things
}
