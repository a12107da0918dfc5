import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { customer } from '../../customers/customer.ts'
import type { createPreferenceLink as definition } from '../actions.ts'
import { preferenceToken } from './preference-token.ts'

export const preferenceUrl = (services: Pick<Services, 'publicUrl' | 'secrets'>, customerId: string): string =>
  `${services.publicUrl()}/preferences/${preferenceToken(services.secrets, customerId)}`

/** @throws Problem record.missing */
export async function createPreferenceLink(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { rows } = await sql`select 1 from customers where id = ${id}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('record.missing', { what: customer.label })
  return { url: preferenceUrl(ctx.services, id) }
}
