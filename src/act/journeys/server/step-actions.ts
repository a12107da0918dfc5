import { z } from 'zod'
import type { ActionStep } from '../../../core/action/action.ts'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listJourneyActions as definition } from '../actions.ts'

/** The actions that may stand in a journey as a step. */
export function stepActions(ctx: Ctx): ReadonlyMap<string, ActionStep> {
  return new Map([...ctx.registry.actions.values()].flatMap(({ definition: { name, step } }) => (step ? [[name, step] as const] : [])))
}

export async function listJourneyActions(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const actions = [...stepActions(ctx)].map(([name, { label, help, input }]) => ({
    name,
    label,
    ...(help ? { help } : {}),
    input: { ...z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) },
  }))
  return { actions }
}
