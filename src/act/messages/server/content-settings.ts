import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { saveContentSettings as definition } from '../template-actions.ts'

export async function saveContentSettings(ctx: Ctx, input: InputOf<typeof definition>): Promise<{ saved: boolean }> {
  for (const [name, value] of [
    ['brand', input.brand],
    ['templates', input.content],
  ] as const)
    await sql`insert into settings (name, value, updated_at) values (${name}, ${JSON.stringify(value)}::jsonb, ${ctx.now})
      on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(ctx.db)
  return { saved: true }
}
