import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readAgeOfConsent } from '../../../platform/records/said-consents.ts'
import type { saveConsentSettings as definition } from '../actions.ts'
import { followEverybody } from './follow-tick.ts'

export async function readConsentSettings(ctx: Ctx): Promise<{ age: number }> {
  return { age: await readAgeOfConsent(ctx.db) }
}

/** Another age makes minors of others: everybody is asked again. */
export async function saveConsentSettings(ctx: Ctx, { age }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  if ((await readAgeOfConsent(ctx.db)) === age) return { age }
  await sql`insert into settings (name, value, updated_at) values ('consent', ${JSON.stringify({ age })}::jsonb, ${ctx.now})
    on conflict (name) do update set value = settings.value || excluded.value, updated_at = excluded.updated_at`.execute(ctx.db)
  await followEverybody(ctx)
  return { age }
}
