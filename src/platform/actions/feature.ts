import type { ContactKind } from '../../core/kit/contact-token.ts'
import type { FastifyInstance } from 'fastify'
import type { RawBuilder } from 'kysely'
import type { ZodType, z } from 'zod'
import type { Action, Question } from '../../core/action/action.ts'
import type { Entity, EntityExtension } from '../../core/entity/entity.ts'
import type { Field, Option } from '../../core/entity/field.ts'
import type { EventKind } from '../../core/event/event.ts'
import type { Reach } from '../../core/kit/outgoing-doors.ts'
import type { ProblemTable } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import type { StageName } from '../../core/rule/dictionary.ts'
import type { Db } from '../database/connect.ts'
import type { News } from '../event-log/news.ts'
import type { Gate } from '../http/gate.ts'
import type { RuleMatch } from '../records/rule-uses.ts'
import type { ListExport } from '../exports/list-export.ts'
import type { Subject } from '../rights/subjects.ts'
import type { Ctx } from './context.ts'
import type { Services } from './services.ts'

/**
 * What an action did. `afterCommit` is done with no transaction open; what it returns is the answer in place of `answer`,
 * which stands only for whoever repeats the call meanwhile. What it throws undoes nothing that was written.
 */
export type Done<A = unknown> = { readonly answer: A; readonly afterCommit?: () => Promise<A> }

/** What was made ready before the transaction; `letGo` undoes it where the action comes to nothing, or was done before. */
export type Prepared<P = unknown> = { readonly value: P; readonly letGo?: () => Promise<void> }

export type ActionEntry = {
  readonly definition: Action
  /** Done once the caller may, with no transaction open: what takes long, e.g. a file that a scanner looks at. */
  readonly prepare?: (services: Services, input: unknown) => Promise<Prepared>
  readonly handle: (ctx: Ctx, input: unknown, prepared?: unknown) => Promise<Done>
}
export type QuestionEntry = { readonly definition: Question; readonly handle: (ctx: Ctx, input: unknown) => Promise<unknown> }

/** Joins an action's definition to its doing. The input has been through the definition's schema. */
export function handleAction<I extends ZodType, O extends ZodType>(
  definition: Action<I, O>,
  handle: (ctx: Ctx, input: z.output<I>) => Promise<z.input<O>>,
): ActionEntry {
  return { definition, handle: async (ctx, input) => ({ answer: await handle(ctx, input as z.output<I>) }) }
}

/** For an action that has something long to do before anything is written, e.g. to have a file scanned. */
export function handlePrepared<I extends ZodType, O extends ZodType, P>(
  definition: Action<I, O>,
  prepare: (services: Services, input: z.output<I>) => Promise<Prepared<P>>,
  handle: (ctx: Ctx, input: z.output<I>, prepared: P) => Promise<z.input<O>>,
): ActionEntry {
  return {
    definition,
    prepare: (services, input) => prepare(services, input as z.output<I>),
    handle: async (ctx, input, prepared) => ({ answer: await handle(ctx, input as z.output<I>, prepared as P) }),
  }
}

/** For an action that speaks to the slow world outside, e.g. a mail server: it does so when its transaction is over. */
export function handleInTwo<I extends ZodType, O extends ZodType>(
  definition: Action<I, O>,
  handle: (ctx: Ctx, input: z.output<I>) => Promise<Done<z.input<O>>>,
): ActionEntry {
  return { definition, handle: (ctx, input) => handle(ctx, input as z.output<I>) }
}

export function answerQuestion<I extends ZodType, O extends ZodType>(
  definition: Question<I, O>,
  handle: (ctx: Ctx, input: z.output<I>) => Promise<z.input<O>>,
): QuestionEntry {
  return { definition, handle: (ctx, input) => handle(ctx, input as z.output<I>) }
}

/** Keeps something derived in step with the facts: metrics, stages, segments, journeys. Run in the order of features. */
export type Refresher = {
  readonly name: string
  /**
   * `records`: it works out nothing of what customers do in the shop's software (`EventKind.isDoing`), so of whom nothing else is
   * new it is not asked. Left out: it hears of everything.
   */
  readonly hears?: 'records'
  /** In one transaction with all other refreshers of the batch. The customers' log heads are locked. */
  readonly refresh: (ctx: Ctx, news: News) => Promise<void>
  /** After all refreshers worked everybody out: what was kept for those behind goes. */
  readonly afterEveryone?: (ctx: Ctx) => Promise<void>
}

/** Something done again and again while the program works, e.g. the journey tick. */
export type Tick = {
  readonly name: string
  readonly everyMs: number
  /**
   * Does one portion. A long one, that waits for the world outside, ends early once `stopping` is aborted.
   * @returns whether there was more to do, so that the next portion follows at once
   */
  readonly run: (services: Services, stopping?: AbortSignal) => Promise<boolean>
}

/** Names that rules may use and that live in the database. */
export type Vocabulary = {
  readonly segments?: ReadonlyMap<string, string>
  readonly stages?: ReadonlyMap<string, StageName>
  readonly tiers?: ReadonlyMap<string, StageName>
}

/** A field whose definition lives in the database: one of the firm's own, or one whose answers do, e.g. tags. */
export type LiveField = {
  /** The entity's name. */
  readonly of: string
  readonly name: string
  readonly field: Field
  /** What a rule asks, where the value is not in the entity's column of custom fields. Of allow-listed texts, nothing bound. */
  readonly sql?: RawBuilder<unknown>
  /** What a list and a record show, where that is not what a rule asks. */
  readonly shown?: RawBuilder<unknown>
}

/** The answers of every field of one type, where they live in the database, e.g. the colleagues of a `person`. */
export type LiveOptions = { readonly type: string; readonly options: readonly Option[] }

/** Something that could not go on without a segment, e.g. a journey: what it is, its name, its page. */
export type SegmentUse = { readonly kind: Words; readonly name: string; readonly address: string }

/**
 * A table whose rows belong to somebody: which column says to whom, and how. `actor` is `user:<id>`, `user` the bare id. Of work
 * on customers, `nameColumn` has their name beside, `open` are the states in which it is not done yet, and with `followsCustomer`
 * a row goes to whose its customer is by then.
 */
export type OwnedTable = {
  readonly what: string
  readonly label: Words
  readonly table: string
  readonly column: string
  readonly as: 'actor' | 'user'
  readonly nameColumn?: string
  readonly open?: readonly string[]
  readonly followsCustomer?: true
}

/**
 * How a customer table follows when customers are merged and parted again.
 * - `move`: its rows go over to the survivor with `first_customer_id` saying whose they were, and come back by it. Of rows
 *   that agree in a unique key of the table, or in `unique` (columns or expressions beside the customer), the survivor's
 *   stays and the other waits with the merge.
 * - `recompute`: worked out for each customer; the merged one's rows wait with the merge.
 * - `forget`: worked out by a worker of its own, who alone writes it; the merged one's rows go and come back by its work.
 * - `apart`: tells of one record alone; the merged one's rows wait with the merge.
 * - `by-hand`: the merge itself knows what to do.
 */
export type MergedTable = {
  readonly table: string
  readonly how: 'move' | 'recompute' | 'forget' | 'apart' | 'by-hand'
  readonly unique?: readonly string[]
  /** Columns that name another customer; they name the survivor while the two are one. The table's rows have an `id`. */
  readonly refers?: readonly string[]
  /** Rows that are changed on their way, and are what they were when they come back. */
  readonly change?: RowChange
}

export type RowChange = {
  /**
   * Whether a row `r` that moves is changed. `p` is its pair: p_into the survivor, p_rank its place among the merged.
   * `pairs` has all of them, the survivor with itself as rank 0.
   */
  readonly when: (pairs: RawBuilder<unknown>) => RawBuilder<unknown>
  /** `column = value, …` */
  readonly set: (now: Date) => RawBuilder<unknown>
}

/**
 * Of a contact detail that is written sealed: whether values in another form stand beside, whether new ones are written plain,
 * under which version of the key they are sealed, and under which other one some still are, or are known ahead.
 */
export type SealedContact = {
  readonly isTurning: boolean
  readonly isOpening: boolean
  readonly writtenUnder: number
  readonly otherKey: number | null
}

/** What a feature brings. `app/features.ts` is the list of them. */
export type Feature = {
  readonly name: string
  readonly entities?: readonly Entity[]
  readonly extensions?: readonly EntityExtension[]
  readonly events?: readonly EventKind[]
  readonly problems?: ProblemTable
  /** Kinds of things beyond the entities that rights are given on. */
  readonly subjects?: readonly Subject[]
  readonly actions?: readonly ActionEntry[]
  readonly questions?: readonly QuestionEntry[]
  readonly refreshers?: readonly Refresher[]
  readonly ticks?: readonly Tick[]
  readonly vocabulary?: (db: Db) => Promise<Vocabulary>
  /** Things of this feature that facts point to by their id, and their names; `to` as the field of a payload says it. */
  readonly named?: { readonly to: 'journey' | 'campaign' | 'segment'; readonly options: (db: Db) => Promise<readonly Option[]> }
  /** Fields that live in the database; asked for every two seconds at most. */
  readonly liveFields?: (db: Db) => Promise<readonly LiveField[]>
  /** Answers of a type of field, asked for together with the live fields. */
  readonly liveOptions?: (db: Db) => Promise<LiveOptions>
  /** Which contact details are kept sealed, and which are being turned over; asked for together with the live fields. */
  readonly sealedContacts?: (db: Db, sealing: Services['sealing']) => Promise<ReadonlyMap<ContactKind, SealedContact>>
  /** Fields of the customer that tell of others whether these are known, each with those; asked for whenever rights are read. */
  readonly tellsOf?: (db: Db) => Promise<Readonly<Record<string, readonly string[]>>>
  /** What of this feature belongs to somebody of the firm, and is handed on when they leave. */
  readonly owned?: readonly OwnedTable[]
  /** The feature's customer tables and how each follows a merge; a test holds that none is forgotten. */
  readonly merging?: readonly MergedTable[]
  /**
   * Tables whose rows the audit looks at before and after an action on `/<path>/:id`, by the path, beyond those of entities.
   * Null where the actions tell of their changes themselves.
   */
  readonly audited?: Readonly<Record<string, string | null>>
  /** Where a record went that is no longer there, e.g. into another one; null where this feature knows nothing of it. */
  readonly leadsTo?: (db: Db, entity: string, id: string) => Promise<string | null>
  /** What of this feature needs the segment, which therefore cannot be deleted. */
  readonly segmentUses?: (db: Db, segmentId: string) => Promise<readonly SegmentUse[]>
  /** What of this feature has a rule that matches, and would break without the field or the tag that it names. */
  readonly ruleUses?: (db: Db, match: RuleMatch) => Promise<readonly SegmentUse[]>
  /** Lists beyond its entities that can be taken away as a file. */
  readonly exports?: readonly ListExport[]
  /** Puts another id in the place of one in all rules of this feature: what was named became part of another. */
  readonly replaceInRules?: (db: Db, from: string, to: string) => Promise<void>
  /** Doors that are not actions: intake in another's format, uploads, downloads, unsubscribe links. */
  readonly routes?: (app: FastifyInstance, services: Services, gate: Gate) => void
  /**
   * Once after a restore, before anybody sees the copy: what happened since the backup is applied again, e.g. erasures, whose
   * tombstones stand in the database by then.
   */
  readonly restored?: (ctx: Ctx) => Promise<void>
  /** After a named setting was kept, in the same transaction: what was decided by the one before is decided anew. */
  readonly settingSaved?: (ctx: Ctx, name: string) => Promise<void>
  /** Which other machines are connected to as things are set. */
  readonly reaches?: (services: Services) => Promise<readonly Reach[]>
  /** Once at each start, after migration: e.g. the standard stages of a new installation. */
  readonly begin?: (ctx: Ctx) => Promise<void>
}
