import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type Effect, poolEffects } from '../../../understand/models/measure/pool-effects.ts'
import { hasTotal } from '../judge-result.ts'
import { trialKinds } from '../trial.ts'
import type { listTrials as definition } from '../trials.ts'
import { effectOf, type Kept, readKept, wide } from './kept-readings.ts'

type Named = { kind: Kept['kind']; id: string; name: string | null; state: string | null; started_at: Date | null }
type Answer = AnswerOf<typeof definition>

export async function listTrials(ctx: Ctx): Promise<Answer> {
  const { rows: names } = await sql<Named>`
    select 'journey' as kind, id, name, state, started_at from journeys where started_at is not null and state <> 'deleted'
    union all select 'campaign', id, name, state, started_at from campaigns c where state not in ('draft', 'deleted') and exists (select 1 from campaign_editions e where e.campaign_id = c.id)
    union all select 'global', '00000000-0000-0000-0000-000000000000'::uuid, null, 'live', (value ->> 'since')::timestamptz from settings where name = 'global-holdout' and (value ->> 'percent')::float8 > 0`.execute(
    ctx.db,
  )
  const kept = await readKept(ctx)
  const found = names.flatMap((named) => {
    const one = kept.find(({ kind, id }) => kind === named.kind && id === named.id)
    return one ? [{ named, one }] : []
  })
  const shrunk = shrinkAll(found.map(({ one }) => one))
  return {
    currency: ctx.shop.currency,
    trials: found.map(({ named, one }) => tell(named, one, shrunk.get(one) ?? null)).toSorted(mostFirst),
    pooled: trialKinds.flatMap((kind) =>
      poolOf(
        found.map(({ one }) => one).filter((one) => one.kind === kind && kind !== 'global'),
        kind,
      ),
    ),
    pending: names.filter((named) => found.every((one) => one.named !== named)).map(({ kind, id, name }) => ({ kind, id, name })),
  }
}

function tell(named: Named, { kind, id, reading, read_at, verdict_since }: Kept, shrunk: Effect | null): Answer['trials'][number] {
  const { relativeError: _error, tookMs: _took, ...told } = reading
  const { incremental, cost } = reading
  return {
    ...told,
    kind,
    id,
    name: named.name,
    state: named.state,
    startedAt: named.started_at?.toISOString() ?? null,
    readAt: read_at.toISOString(),
    verdictSince: verdict_since.toISOString(),
    shrunk: shrunk && wide(shrunk.value, Math.sqrt(shrunk.variance)),
    perCost: hasTotal(reading) && incremental && cost !== null && cost > 0 ? incremental.value / cost : null,
  }
}

const order = { more: 0, less: 1, none: 2, broken: 3, 'too-small': 4, 'no-holdout': 5 } as const

function mostFirst(a: Answer['trials'][number], b: Answer['trials'][number]): number {
  const byKind = Number(b.kind === 'global') - Number(a.kind === 'global')
  const byPeople = Number(a.people + a.holdout === 0) - Number(b.people + b.holdout === 0)
  return byKind || byPeople || order[a.verdict] - order[b.verdict] || (b.incremental?.value ?? 0) - (a.incremental?.value ?? 0)
}

/** Journeys and campaigns each learn from the others of their kind; all marketing together stands alone. */
function shrinkAll(kept: readonly Kept[]): Map<Kept, Effect> {
  const shrunk = new Map<Kept, Effect>()
  for (const kind of ['journey', 'campaign'] as const) {
    const told = kept.flatMap((one) => {
      const effect = one.kind === kind ? effectOf(one.reading) : null
      return effect ? [{ one, effect }] : []
    })
    const pooled = told.length > 1 ? poolEffects(told.map(({ effect }) => effect)) : null
    for (const [i, { one }] of told.entries()) {
      const effect = pooled?.shrunk[i]
      if (effect) shrunk.set(one, effect)
    }
  }
  return shrunk
}

function poolOf(kept: readonly Kept[], kind: Kept['kind']): Answer['pooled'] {
  const effects = kept.flatMap(({ reading }) => effectOf(reading) ?? [])
  const pooled = effects.length > 1 ? poolEffects(effects) : null
  if (!pooled) return []
  return [
    {
      kind,
      trials: effects.length,
      relative: wide(pooled.mean.value, Math.sqrt(pooled.mean.variance)),
      between: Math.sqrt(pooled.between),
    },
  ]
}
