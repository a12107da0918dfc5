import { type RawBuilder, sql } from 'kysely'
import type { ZodType } from 'zod'
import type { Action, ReplyOf } from '../../core/action/action.ts'
import { Problem } from '../../core/kit/problem.ts'
import { auditEntry, type DoneAct, withoutNamed } from '../audit/audit-entry.ts'
import type { RecordChange } from '../audit/record-change.ts'
import { changeOfRow, watchRow } from '../audit/watch-row.ts'
import { inTransaction } from '../database/connect.ts'
import { isPassing } from '../database/is-passing.ts'
import { mayCall, mayReach } from '../rights/decide.ts'
import { veiledContacts, withoutContactsIn } from '../rights/without-contacts.ts'
import { disarmContacts, openContacts } from '../sealing/contacts.ts'
import { forgetSights } from '../rights/read-sight.ts'
import type { Sight } from '../rights/sight.ts'
import { trimCards } from '../rights/trim-cards.ts'
import type { Actor, Ctx } from './context.ts'
import type { Done } from './feature.ts'
import { liveInput } from './live-input.ts'
import { readInput } from './run-inside.ts'
import { makeContext, onlookerOf, readSurroundings, type Services } from './services.ts'

export type Call = {
  readonly actor: Actor
  /** Where it comes in: `app`, `api`, `import`. */
  readonly source: string
  /** The same key from the same actor gives the same answer and no second effect. */
  readonly key?: string | undefined
  /** Why, in the caller's own words, for the audit. */
  readonly reason?: string | undefined
}

/**
 * The one pipeline: who → may they (before anything is written) → is the input valid → transaction → do → audit → commit → answer.
 * @throws Problem access.denied, input.invalid, action.key-reused, or what the action itself throws
 */
export async function runAction<I extends ZodType, O extends ZodType>(
  services: Services,
  call: Call,
  action: Action<I, O>,
  rawInput: unknown,
): Promise<ReplyOf<Action<I, O>>> {
  const entry = services.registry.actions.get(action.name)
  if (!entry) throw new Error(`no feature brings the action ${action.name}`)
  const asked = { ...action, isQuestion: false }
  const sight = await mayCall(services, call.actor, asked)
  const { cards } = await readSurroundings(services)
  // A field that the caller's role hides is not there to be named, be it to say what was perhaps meant.
  const input = readInput(liveInput(action, trimCards(cards, sight.limits)), disarmContacts(rawInput))
  const admitted = sight.limits ? await mayReach(services, await onlookerOf(services, call.actor), asked, input) : []
  const claim = call.key ? { key: call.key, hash: hashOf(services, action.name, input) } : undefined
  // What takes minutes to prepare, a scan for viruses, is not prepared once more for an answer that is there already.
  const before = claim && entry.prepare ? await findAnswer({ db: services.database.db, actor: call.actor }, claim) : null
  if (before) return openContacts(services.sealing, before.answer) as ReplyOf<Action<I, O>>
  const prepared = await entry.prepare?.(services, input)
  let isUsed = false
  const attempt = () =>
    inTransaction(
      services.database,
      async (place) => {
        const changes: RecordChange[] = []
        const changed = (change: RecordChange) => void changes.push(change)
        const ctx = await makeContext(services, call.actor, call.source, { ...place, last: place.closeWith, changed, admitted })
        if (claim && place.opened === 0) return await answeredBefore(ctx, claim)
        const watched = await watchRow(ctx, action, input)
        const done = await entry.handle(ctx, input, prepared?.value)
        isUsed = true
        ctx.changed(await changeOfRow(ctx, watched))
        place.closeWith(recordOf(ctx, { action, input, answer: done.answer, changes, reason: disarmContacts(call.reason) }, call.key))
        return done
      },
      claim && claimKey(services, call.actor, action, claim),
    )
  const { answer, afterCommit } = await retried<Done>(attempt).catch(async (error: unknown) => {
    await prepared?.letGo?.()
    throw error instanceof Problem ? withoutHidden(sight, error) : error
  })
  if (!isUsed) await prepared?.letGo?.()
  // A right that was taken away is gone with the next request.
  if (changesSights(action)) forgetSights(services.database)
  const told = afterCommit ? await finish(services, call, action, afterCommit) : answer
  return openContacts(services.sealing, told) as ReplyOf<Action<I, O>>
}

/** An action reads past the rights of its caller: what it refuses may quote a text with contact details that they do not see. */
function withoutHidden(sight: Sight, problem: Problem): Problem {
  const kinds = veiledContacts(sight)
  return kinds.length === 0 ? problem : new Problem(problem.code, withoutContactsIn(kinds, problem.details))
}

/** Rights hang on roles, on shares, on who is who in the firm, and on what its settings say that a score counts. */
const changesSights = ({ right, verb }: Action) => right === 'people' || right === 'roles' || right === 'settings' || verb === 'share'

/** A repeated call gets what came of it in the end; where that failed, the key is free for another try. */
async function finish(services: Services, { actor, key }: Call, action: Action, afterCommit: () => Promise<unknown>): Promise<unknown> {
  const { db } = services.database
  try {
    const answer = await afterCommit()
    if (key)
      await sql`update action_keys set answer = ${keptAnswer(answer, action)}::jsonb where actor = ${actor.id} and key = ${key}`.execute(db)
    return answer
  } catch (error) {
    if (key) await sql`delete from action_keys where actor = ${actor.id} and key = ${key}`.execute(db)
    throw error
  }
}

const keptAnswer = (answer: unknown, action: Action) => JSON.stringify(withoutNamed(answer, action.secret) ?? null)

async function retried<T>(attempt: () => Promise<T>, left = 3): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (left > 0 && isPassing(error)) return retried(attempt, left - 1)
    throw error
  }
}

/** Under the installation's key: an input may be a password, which a plain hash would give away to who tries the common ones. */
const hashOf = ({ secrets }: Services, action: string, input: unknown) =>
  secrets.sign('idempotency', `${action}\n${JSON.stringify(input)}`).toString('base64')

type Claim = { readonly key: string; readonly hash: string }

/** Takes the key, waiting for another call that holds it. It writes no row where the key was taken before. */
const claimKey = ({ clock }: Services, actor: Actor, action: Action, { key, hash }: Claim) =>
  sql`insert into action_keys (actor, key, action, input_hash, at) values (${actor.id}, ${key}, ${action.name}, ${hash}, ${clock()}) on conflict do nothing`

/** @throws Problem action.key-reused, for another action or input */
async function answeredBefore(ctx: Ctx, claim: Claim): Promise<Done> {
  const before = await findAnswer(ctx, claim)
  if (!before) throw new Problem('action.key-reused')
  return before
}

/** @throws Problem action.key-reused, for another action or input */
async function findAnswer({ db, actor }: Pick<Ctx, 'db' | 'actor'>, { key, hash }: Claim): Promise<Done | null> {
  const { rows } = await sql<{
    input_hash: string
    answer: unknown
  }>`select input_hash, answer from action_keys where actor = ${actor.id} and key = ${key}`.execute(db)
  if (rows[0] && rows[0].input_hash !== hash) throw new Problem('action.key-reused')
  return rows[0] ? { answer: rows[0].answer } : null
}

/** The audit's line, and the answer beside its key: one statement. */
function recordOf(ctx: Ctx, done: DoneAct, key: string | undefined): RawBuilder<unknown> {
  const entry = auditEntry(ctx, done)
  if (!key) return entry
  return sql`with kept as (${entry}) update action_keys set answer = ${keptAnswer(done.answer, done.action)}::jsonb where actor = ${ctx.actor.id} and key = ${key}`
}
