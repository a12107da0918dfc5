import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { readSource as definition } from '../actions.ts'
import { mappingOf, type StoredHook } from './find-hook.ts'
import { noSource } from './no-source.ts'
import { readSummaries, shownDays } from './read-summaries.ts'

type More = {
  origins: string[]
  hook: StoredHook | null
  joined_visitors: number
  joined_facts: number
  visitors: number
  kinds: { day: string; kind: string; count: number }[] | null
  old_keys: { hint: string; endsAt: string }[] | null
}

/** @throws Problem record.missing */
export async function readSource(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const [summary] = await readSummaries(ctx, sql`s.id = ${id}`)
  const more = summary ? await readMore(ctx, id) : undefined
  if (!summary || !more) throw noSource()
  const { hook } = more
  return {
    ...summary,
    address: addressOf(ctx, summary.kind, id),
    today: ctx.now.toISOString().slice(0, 10),
    kinds: more.kinds ?? [],
    visitors: { waiting: more.visitors, joined: more.joined_visitors, joinedFacts: more.joined_facts },
    oldKeys: (more.old_keys ?? []).map(({ hint, endsAt }) => ({ hint, endsAt: new Date(endsAt).toISOString() })),
    origins: more.origins,
    hook: hook && { scheme: hook.scheme, header: hook.header ?? null, mapping: mappingOf(hook.mapping), isOn: hook.isOn },
  }
}

export function addressOf({ services }: Ctx, kind: 'segment' | 'hook', id: string): string {
  const base = services.publicUrl().replace(/\/$/, '')
  return kind === 'hook' ? `${base}/in/${id}` : base
}

async function readMore(ctx: Ctx, id: string): Promise<More | undefined> {
  const since = new Date(ctx.now.getTime() - shownDays * 86_400_000)
  const { rows } = await sql<More>`select origins, hook, joined_visitors, joined_facts,
      (select count(distinct anonymous_id) from anonymous_events a where a.source_id = s.id) as visitors,
      (select jsonb_agg(jsonb_build_object('day', k.day, 'kind', k.kind, 'count', k.count) order by k.day, k.kind)
        from source_kinds k where k.source_id = s.id and k.day > ${since}::date) as kinds,
      (select jsonb_agg(jsonb_build_object('hint', k.hint, 'endsAt', k.ends_at) order by k.ends_at) from (
        select hint, ends_at from source_keys where source_id = s.id union all
        select hint, ends_at from source_secrets where source_id = s.id) k where k.ends_at > ${ctx.now}) as old_keys
    from sources s where id = ${id}`.execute(ctx.db)
  return rows[0]
}
