import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import type * as actions from '../actions.ts'
import type { Grade } from '../grade.ts'
import { horizons } from '../predictions.ts'
import { nameOfModel } from '../say-model.ts'
import type { KeptChance, SetBody } from '../set-body.ts'
import { workKind } from './ask-making.ts'
import { nextFit } from './schedule.ts'
import type { SetRow } from '../sets.ts'
import { currentSet, readSettings } from './sets.ts'

type Now = AnswerOf<typeof actions.readPredictions>

export async function readPredictions(ctx: Ctx): Promise<Now> {
  const { db, now, shop } = ctx
  const set = await currentSet(db)
  const settings = await readSettings(db)
  return {
    asOf: now.toISOString(),
    work: await newestWork(ctx),
    settings,
    set: set && {
      ...cardOf(set),
      predictedAt: set.predicted_at.toISOString(),
      verdict: set.body.verdict,
      words: set.body.words,
      tried: set.body.tried.map(modelOf),
      chosen: set.body.fit && modelOf(set.body.fit),
      spend: set.body.spend && { parameters: { ...set.body.spend.parameters }, words: set.body.spendWords },
      chance: set.body.chance && toldOf(set.body.chance),
      notes: [...set.body.notes],
      withdrawn: set.body.withdrawn,
      horizons: await totalsOf(ctx),
    },
    next: set && settings.automatic ? nextFit(set, settings, shop.timeZone).toISOString() : null,
  }
}

/** Not what it keeps to itself, by which customers are predicted anew. */
const toldOf = ({ label, better, words, figures }: KeptChance) => ({ label, better, words, figures: [...figures] })

type SetCard = Pick<NonNullable<Now['set']>, 'id' | 'state' | 'model' | 'name' | 'madeAt' | 'cutDay' | 'customers'>

const cardOf = (set: Pick<SetRow, 'id' | 'state' | 'model' | 'made_at' | 'cut_day' | 'customers'>): SetCard => ({
  id: set.id,
  state: set.state,
  model: set.model,
  name: nameOfModel(set.model),
  madeAt: set.made_at.toISOString(),
  cutDay: set.cut_day,
  customers: set.customers,
})

const modelOf = (fit: NonNullable<SetBody['fit']>) => ({
  kind: fit.kind,
  name: nameOfModel(fit.kind),
  parameters: { ...fit.parameters },
  standardErrors: fit.standardErrors && { ...fit.standardErrors },
  logLikelihood: fit.logLikelihood,
  converged: fit.converged,
})

type Work = {
  id: string
  state: NonNullable<Now['work']>['state']
  making: 'fit' | 'again'
  progress: { phase?: 'reading' | 'choosing' | 'fitting' | 'writing'; share?: number; customers?: number }
  created_at: Date
  updated_at: Date
  failure: string | null
}

async function newestWork({ db }: Ctx): Promise<Now['work']> {
  const { rows } =
    await sql<Work>`select id, state, input ->> 'making' as making, progress, created_at, updated_at, failure #>> '{}' as failure
    from work where kind = ${workKind} order by created_at desc limit 1`.execute(db)
  const [row] = rows
  if (!row) return null
  const isOver = row.state === 'done' || row.state === 'stopped' || row.state === 'failed'
  return {
    id: row.id,
    state: row.state,
    kind: row.making,
    phase: row.progress.phase ?? null,
    share: row.progress.share ?? 0,
    customers: row.progress.customers ?? 0,
    startedAt: row.created_at.toISOString(),
    endedAt: isOver ? row.updated_at.toISOString() : null,
    failure: row.failure,
  }
}

/** What is expected of all whom the reader may see. */
async function totalsOf(ctx: Ctx): Promise<NonNullable<Now['set']>['horizons']> {
  const { rows } = await sql<{ p30: number; p90: number; p365: number; s90: string }>`select coalesce(sum(expected_purchases30), 0) as p30,
    coalesce(sum(expected_purchases90), 0) as p90, coalesce(sum(expected_purchases365), 0) as p365, coalesce(sum(expected_spend90), 0)::text as s90 from predictions`.execute(
    ctx.db,
  )
  const [row] = rows
  const told = (field: string, value: number) => (isAnyHidden(ctx, field) ? null : value)
  return {
    purchases30: told('expectedPurchases30', row?.p30 ?? 0),
    purchases90: told('expectedPurchases90', row?.p90 ?? 0),
    purchases365: told('expectedPurchases365', row?.p365 ?? 0),
    spend90: told('expectedSpend90', Number(row?.s90 ?? 0)),
  }
}

type Ledger = AnswerOf<typeof actions.readLedger>
type Graded = Pick<SetRow, 'id' | 'state' | 'model' | 'made_at' | 'cut_day' | 'customers'> & {
  readonly horizon: number
  readonly graded_at: Date
  readonly grade: Grade
}

/** Sets beyond these are in the database still; nobody reads down so far. */
const mostShown = 60

export async function readLedger(ctx: Ctx): Promise<Ledger> {
  const { db, now, shop } = ctx
  const { rows } =
    await sql<Graded>`select s.id, s.state, s.model, s.made_at, s.cut_day, s.customers, g.horizon, g.graded_at, g.body as grade
    from prediction_grades g join prediction_sets s on s.id = g.set_id where (g.body ->> 'customers')::int > 0
    order by g.graded_at desc, g.horizon desc limit ${mostShown}`.execute(db)
  const set = await currentSet(db)
  const trial = set?.body.trial
  const today = localDate(now, shop.timeZone)
  const waiting = await sql<{
    id: string
    cut_day: string
    horizon: number
    due: string
    customers: number
  }>`select s.id, s.cut_day::text as cut_day, h.horizon,
      (s.cut_day + h.horizon + 1)::text as due, s.customers
    from prediction_sets s cross join unnest(${[...horizons]}::int[]) as h(horizon)
    where s.kept and s.body -> 'fit' <> 'null'::jsonb and not exists (select 1 from prediction_grades g where g.set_id = s.id and g.horizon = h.horizon)
    order by s.cut_day + h.horizon, s.made_at limit 12`.execute(db)
  return {
    asOf: now.toISOString(),
    grades: [
      ...rows.map((row) => ({
        set: cardOf(row),
        horizon: row.horizon,
        gradedAt: row.graded_at.toISOString(),
        trial: false,
        grade: row.grade,
      })),
      ...(set && trial
        ? [
            {
              set: { ...cardOf(set), cutDay: trial.cutDay, model: trial.model, name: nameOfModel(trial.model) },
              horizon: trial.horizon,
              gradedAt: set.made_at.toISOString(),
              trial: true,
              grade: trial.grade,
            },
          ]
        : []),
    ],
    waiting: waiting.rows.map((row) => ({
      setId: row.id,
      cutDay: row.cut_day,
      horizon: row.horizon,
      due: row.due < today ? today : row.due,
      customers: row.customers,
    })),
  }
}

export async function savePredictionSettings(
  ctx: Ctx,
  settings: InputOf<typeof actions.savePredictionSettings>,
): Promise<{ saved: boolean }> {
  await saveSetting(ctx, 'predictions', settings)
  return { saved: true }
}
