import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { PlacedField } from '../../../platform/actions/registry.ts'
import { customFieldsOf } from '../../../platform/records/custom-values.ts'

/** People and programs are asked for what is required; files and sources tell of old customers, and of what they know. */
const isAsked = (ctx: Ctx) => ctx.source === 'app' || ctx.source === 'api'

const refuse = ({ name, field }: PlacedField) => new Problem('customer.field-required', { path: name, field: field.label })

/** @throws Problem customer.field-required for a required custom field that a new customer has no value in */
export function refuseMissing(ctx: Ctx, given: Readonly<Record<string, unknown>>): void {
  if (!isAsked(ctx)) return
  const missing = customFieldsOf(ctx.card('customer')).find(({ name, field }) => field.required && (given[name] ?? null) === null)
  if (missing) throw refuse(missing)
}

/** A required value may be changed but not taken away; a customer who never had it may go without. @throws Problem customer.field-required */
export function refuseCleared(ctx: Ctx, given: Readonly<Record<string, unknown>>, changed: readonly string[]): void {
  if (!isAsked(ctx)) return
  const cleared = customFieldsOf(ctx.card('customer')).find(
    ({ name, field }) => field.required && changed.includes(name) && given[name] === null,
  )
  if (cleared) throw refuse(cleared)
}
