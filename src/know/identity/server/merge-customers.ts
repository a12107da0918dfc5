import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { mergeCustomers as definition } from '../actions.ts'
import { mergeGroups } from './merge-groups.ts'

/** @throws Problem merge.too-few, merge.survivor-elsewhere, merge.unknown-choice, merge.already, record.missing */
export async function mergeCustomers(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const [merged] = await mergeGroups(ctx, [input])
  if (!merged) throw new Error('a group was merged into nothing')
  return { ...merged }
}
