import type { Action, InputOf, ReplyOf, Role } from '../../core/action/action.ts'
import type { KeyScopes } from '../../core/action/key-scopes.ts'
import type { RawBuilder } from 'kysely'
import type { ZodType } from 'zod'
import type { Fact } from '../../core/event/event.ts'
import type { NewId } from '../../core/kit/id.ts'
import type { Currency } from '../../core/kit/money.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { RecordChange } from '../audit/record-change.ts'
import type { Client, Db } from '../database/connect.ts'
import type { Onlooker } from '../rights/look-through.ts'
import type { Sight } from '../rights/sight.ts'
import type { Card, Registry } from './registry.ts'
import type { Services } from './services.ts'

/** Where a request comes from: its address, believed as `trustProxy` says, and what the caller calls itself. */
export type Origin = { readonly address: string; readonly agent: string }

/** Who acts. A `system` actor names what it is in its id, e.g. `system:journeys`, and the audit log shows it. */
export type Actor = {
  readonly kind: 'user' | 'key' | 'system'
  readonly id: string
  /** The bare uuid of a user. */
  readonly userId?: string | null
  readonly name: string
  /** The standing role; what one may besides or instead is told by one’s Sight (platform/rights). */
  readonly role: Role
  /** Null, or left out, where no request stands behind it. */
  readonly origin?: Origin | null
  /** Of somebody who signed in. */
  readonly session?: ActorSession | null
  /** What of its role an API key may do. */
  readonly scopes?: KeyScopes
}

/** `freshAt`: when its holder last proved who they are; `strong`: with a second factor, a passkey, or what counts as one. */
export type ActorSession = { readonly id: string; readonly freshAt: Date; readonly strong: boolean }

export type Shop = { readonly name: string; readonly currency: Currency; readonly timeZone: string }

export type Log = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** What a fact's teller says; the source is the context's unless said otherwise. */
export type ToldFact = Omit<Fact, 'source'> & { readonly source?: string }

/** The one thing handed down. `db` is already in a transaction where something may be written. */
export type Ctx = {
  readonly actor: Actor
  /** What the actor may see and do; `db` of a question shows no more than this. */
  readonly sight: Sight
  /** The same with all that it takes to ask more by it. */
  readonly onlooker: Onlooker
  /** One instant for the whole of an action, so that all it writes agrees. */
  readonly now: Date
  readonly db: Db
  /** The connection under `db`, for COPY. Only inside a transaction. */
  readonly client: Client | null
  readonly newId: NewId
  readonly shop: Shop
  readonly registry: Registry
  /** The outside world, for the few that mail, seal a secret or make a link. */
  readonly services: Services
  readonly log: Log
  /** Where the facts told here come from: `app`, `api`, `import`, `engine`, … */
  readonly source: string
  /** Appends one fact to its customer's log, in this transaction. */
  record(fact: ToldFact): Promise<void>
  /** Appends many facts at once, of any number of customers. */
  recordAll(facts: readonly ToldFact[]): Promise<void>
  /** The first fact of a customer who is made here, as a statement for `writeLast`. */
  firstFact(fact: ToldFact): RawBuilder<unknown>
  /**
   * Writes what nobody reads before the action is done, by a statement whose outcome does not matter unless it fails:
   * it may be sent together with the COMMIT. Statements keep their order.
   */
  writeLast(statement: RawBuilder<unknown>): Promise<void>
  /** Tells the audit what became of a record's fields, where the pipeline cannot see it for itself. */
  changed(change: RecordChange | null): void
  /** Runs another action in this transaction, as this actor. */
  run<I extends ZodType, O extends ZodType>(action: Action<I, O>, input: unknown): Promise<ReplyOf<Action<I, O>>>
  /** The entity as it is at this moment, with the firm's own fields; where only is read, with those that the actor may name. @throws Error when there is no such entity */
  card(entity: string): Card
  /** What rules about this entity may name, segments, stages and tiers included. */
  dictionary(entity: string): Promise<Dictionary>
}

export type { InputOf }
