import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import { askWithin, customersWithin } from './decide.ts'

/**
 * That a phone or a number is somebody's has to be said, or there would be two of one customer; whose it is, is not said to
 * whom that customer is out of sight.
 * @throws Problem rights.taken-elsewhere
 */
export async function refuseUnseen(ctx: Ctx, id: string, field: string): Promise<void> {
  await refuse(ctx, 'read', id, field)
}

/** The same before somebody found by a key is changed. @throws Problem rights.taken-elsewhere */
export async function refuseOutOfReach(ctx: Ctx, id: string, field: string): Promise<void> {
  await refuse(ctx, 'change', id, field)
}

async function refuse(ctx: Ctx, verb: 'read' | 'change', id: string, field: string): Promise<void> {
  if (!ctx.sight.limits || (await customersWithin(ctx, verb, [id])).has(id)) return
  throw new Problem('rights.taken-elsewhere', { path: field, field: ctx.card('customer').fields.get(field)?.field.label ?? field })
}

/**
 * How the caller of an action knows a customer: with the mask where names are masked, and by the bare id where there is nothing else for
 * them to see. An action reads past their rights, and what it refuses must not name anybody by what it read.
 */
export async function nameSeen(ctx: Ctx, id: string): Promise<string> {
  const [row] = await askWithin(
    ctx,
    'read',
    sql<{ name: string | null }>`select coalesce(name, code, phone, email) as name from customers where id = ${id}`,
  )
  return row?.name ?? id
}
