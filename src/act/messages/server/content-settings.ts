import type { InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import type { saveContentSettings as definition } from '../template-actions.ts'

export async function saveContentSettings(ctx: Ctx, input: InputOf<typeof definition>): Promise<{ saved: boolean }> {
  for (const [name, value] of [
    ['brand', input.brand],
    ['templates', input.content],
  ] as const)
    await saveSetting(ctx, name, value)
  return { saved: true }
}
