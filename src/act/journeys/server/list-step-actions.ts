import { z } from 'zod'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listStepActions as definition } from '../step-actions.ts'

/** Every action that declares how it stands in a journey, with the form of its settings. */
export async function listStepActions(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const actions = [...ctx.registry.actions.values()].flatMap(({ definition: { name, step } }) =>
    step
      ? [
          {
            name,
            label: step.label,
            help: step.help ?? null,
            schema: { ...z.toJSONSchema(step.input, { io: 'input', unrepresentable: 'any' }) },
          },
        ]
      : [],
  )
  return { actions: actions.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
}
