import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { ConsentChannel } from '../../../core/kit/consent-line.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type {
  changePurpose as changeDefinition,
  createPurpose as createDefinition,
  listPurposes as listDefinition,
  publishWording as publishDefinition,
} from '../actions.ts'
import type { consentKinds } from '../consent.ts'
import { followEverybody } from './follow-tick.ts'

export type Purpose = {
  readonly code: string
  readonly name: Words
  readonly help: Words
  readonly channels: ConsentChannel[]
  readonly kind: (typeof consentKinds)[number]
  readonly optIn: boolean
  readonly shown: boolean
  readonly standing: boolean
  readonly retired: boolean
  readonly version: number
  readonly countsFrom: number
}

const columns = sql`code, name, help, channels, kind, opt_in as "optIn", shown, standing, retired_at is not null as retired, version, counts_from as "countsFrom"`

/** All purposes in their order, retired ones last. */
export async function readPurposes(db: Db): Promise<Purpose[]> {
  const { rows } = await sql<Purpose>`select ${columns} from consent_purposes order by retired_at is not null, position, code`.execute(db)
  return rows
}

/** @throws Problem consent.unknown-purpose */
export async function readPurpose(db: Db, code: string, lock = false): Promise<Purpose> {
  const { rows } =
    await sql<Purpose>`select ${columns} from consent_purposes where code = ${code} ${lock ? sql`for update` : sql``}`.execute(db)
  if (!rows[0]) throw new Problem('consent.unknown-purpose', { path: 'purpose', purpose: code })
  return rows[0]
}

export type Wording = { readonly version: number; readonly zh: string; readonly en: string; readonly hash: string }

/** The wording that is shown now. */
export async function currentWordings(db: Db): Promise<Map<string, Wording>> {
  const { rows } = await sql<Wording & { purpose: string }>`select w.purpose, w.version, w.zh, w.en, w.hash from consent_wordings w
    join consent_purposes p on p.code = w.purpose and p.version = w.version`.execute(db)
  return new Map(rows.map(({ purpose, ...wording }) => [purpose, wording]))
}

type WordingRow = Wording & {
  purpose: string
  changes: AnswerOf<typeof listDefinition>['purposes'][number]['wordings'][number]['changes']
  asks_anew: boolean
  made_by: string | null
  made_at: Date | null
}

/** The purposes, each with its wordings, newest first. */
export async function listPurposes(ctx: Ctx): Promise<AnswerOf<typeof listDefinition>> {
  const { rows } = await sql<WordingRow>`select purpose, version, zh, en, hash, changes, asks_anew, made_by, made_at from consent_wordings
    order by purpose, version desc`.execute(ctx.db)
  const purposes = await readPurposes(ctx.db)
  return { purposes: purposes.map((purpose) => ({ ...purpose, wordings: rows.filter((row) => row.purpose === purpose.code).map(said) })) }
}

const said = ({ version, zh, en, hash, changes, asks_anew: asksAnew, made_by: madeBy, made_at: madeAt }: WordingRow) => ({
  version,
  zh,
  en,
  hash,
  changes,
  asksAnew,
  madeBy,
  madeAt: madeAt?.toISOString() ?? null,
})

/** By it one can prove which words were shown. */
export const wordingHash = (zh: string, en: string): string => createHash('sha256').update(`${zh}\n${en}`).digest('hex')

type Answer = { code: string }

/** Rules offer the purposes: whoever asks next sees them as they are now. */
const thenForget = <A>(ctx: Ctx, answer: A): Done<A> => ({
  answer,
  afterCommit: async () => {
    forgetCards(ctx.services.database)
    return answer
  },
})

/** @throws Problem consent.code-taken */
export async function createPurpose(ctx: Ctx, input: InputOf<typeof createDefinition>): Promise<Done<Answer>> {
  const { code, name, help, channels, kind, optIn, shown, wording } = input
  const { rows } = await sql`insert into consent_purposes (code, name, help, channels, kind, opt_in, shown, position, updated_at)
    values (${code}, ${JSON.stringify(name)}::jsonb, ${JSON.stringify(help)}::jsonb, ${channels}::text[], ${kind}, ${optIn}, ${shown}, 100, ${ctx.now})
    on conflict (code) do nothing returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('consent.code-taken', { path: 'code', code })
  await keepWording(ctx, { purpose: code, version: 1, ...wording, changes: [], asksAnew: false })
  return thenForget(ctx, { code })
}

/** @throws Problem consent.unknown-purpose, consent.standing-purpose, consent.purpose-in-use */
export async function changePurpose(ctx: Ctx, input: InputOf<typeof changeDefinition>): Promise<Done<Answer>> {
  const { code } = input
  const before = await readPurpose(ctx.db, code, true)
  if (input.retired && !before.retired) await refuseRetiring(ctx, before)
  const { name = before.name, help = before.help, channels = before.channels, optIn = before.optIn, shown = before.shown } = input
  const retired = input.retired ?? before.retired
  await sql`update consent_purposes set name = ${JSON.stringify(name)}::jsonb, help = ${JSON.stringify(help)}::jsonb, channels = ${channels}::text[], opt_in = ${optIn},
      shown = ${shown}, retired_at = case when ${retired} then coalesce(retired_at, ${ctx.now}::timestamptz) end, updated_at = ${ctx.now} where code = ${code}`.execute(
    ctx.db,
  )
  return thenForget(ctx, { code })
}

async function refuseRetiring(ctx: Ctx, { code, standing, name }: Purpose): Promise<void> {
  if (standing) throw new Problem('consent.standing-purpose', { purpose: name })
  const { rows } = await sql<{ name: string }>`select name from templates where purpose = ${code} limit 1`.execute(ctx.db)
  if (rows[0]) throw new Problem('consent.purpose-in-use', { template: rows[0].name })
}

/**
 * A new wording. Where it asks anew, what was agreed to before counts no longer from this moment on.
 * @throws Problem consent.unknown-purpose, consent.same-wording
 */
export async function publishWording(ctx: Ctx, input: InputOf<typeof publishDefinition>): Promise<AnswerOf<typeof publishDefinition>> {
  const { code, zh, en, changes } = input
  const purpose = await readPurpose(ctx.db, code, true)
  const asksAnew = input.asksAnew ?? changes.some((change) => change !== 'wording')
  const version = purpose.version + 1
  const current = (await currentWordings(ctx.db)).get(code)
  if (current?.hash === wordingHash(zh, en)) throw new Problem('consent.same-wording')
  await keepWording(ctx, { purpose: code, version, zh, en, changes, asksAnew })
  await sql`update consent_purposes set version = ${version}, counts_from = ${asksAnew ? version : purpose.countsFrom}, updated_at = ${ctx.now} where code = ${code}`.execute(
    ctx.db,
  )
  if (asksAnew) await followEverybody(ctx)
  return { code, version, asksAnew }
}

type NewWording = {
  readonly purpose: string
  readonly version: number
  readonly zh: string
  readonly en: string
  readonly changes: readonly string[]
  readonly asksAnew: boolean
}

async function keepWording(ctx: Ctx, { purpose, version, zh, en, changes, asksAnew }: NewWording): Promise<void> {
  await sql`insert into consent_wordings (purpose, version, zh, en, hash, changes, asks_anew, made_by, made_at)
    values (${purpose}, ${version}, ${zh}, ${en}, ${wordingHash(zh, en)}, ${changes}::text[], ${asksAnew}, ${ctx.actor.name}, ${ctx.now})`.execute(
    ctx.db,
  )
}
