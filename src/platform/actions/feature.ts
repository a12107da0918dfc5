import type { FastifyInstance } from 'fastify'
import type { ZodType, z } from 'zod'
import type { Action, Question } from '../../core/action/action.ts'
import type { Entity, EntityExtension } from '../../core/entity/entity.ts'
import type { EventKind } from '../../core/event/event.ts'
import type { ProblemTable } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import type { StageName } from '../../core/rule/dictionary.ts'
import type { Db } from '../database/connect.ts'
import type { News } from '../event-log/news.ts'
import type { Gate } from '../http/gate.ts'
import type { Ctx } from './context.ts'
import type { Services } from './services.ts'

/**
 * What an action did. `afterCommit` is done with no transaction open; what it returns is the answer in place of `answer`,
 * which stands only for whoever repeats the call meanwhile. What it throws undoes nothing that was written.
 */
export type Done<A = unknown> = { readonly answer: A; readonly afterCommit?: () => Promise<A> }

export type ActionEntry = { readonly definition: Action; readonly handle: (ctx: Ctx, input: unknown) => Promise<Done> }
export type QuestionEntry = { readonly definition: Question; readonly handle: (ctx: Ctx, input: unknown) => Promise<unknown> }

/** Joins an action's definition to its doing. The input has been through the definition's schema. */
export function handleAction<I extends ZodType, O extends ZodType>(
  definition: Action<I, O>,
  handle: (ctx: Ctx, input: z.output<I>) => Promise<z.input<O>>,
): ActionEntry {
  return { definition, handle: async (ctx, input) => ({ answer: await handle(ctx, input as z.output<I>) }) }
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
  /** In one transaction with all other refreshers of the batch. The customers' log heads are locked. */
  readonly refresh: (ctx: Ctx, news: News) => Promise<void>
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
}

/** Something that could not go on without a segment, e.g. a journey: what it is, its name, its page. */
export type SegmentUse = { readonly kind: Words; readonly name: string; readonly address: string }

/**
 * How a customer table follows when customers are merged and parted again. `move`: its rows go over to the survivor with
 * `first_customer_id` saying whose they were, and come back by it; of rows that agree in `unique` (columns beside the
 * customer), the survivor's stays and the other waits with the merge. `recompute`: worked out anew from the facts.
 * `by-hand`: the merge itself knows what to do.
 */
export type MergedTable = {
  readonly table: string
  readonly how: 'move' | 'recompute' | 'by-hand'
  readonly unique?: readonly string[]
}

/** What a feature brings. `app/features.ts` is the list of them. */
export type Feature = {
  readonly name: string
  readonly entities?: readonly Entity[]
  readonly extensions?: readonly EntityExtension[]
  readonly events?: readonly EventKind[]
  readonly problems?: ProblemTable
  readonly actions?: readonly ActionEntry[]
  readonly questions?: readonly QuestionEntry[]
  readonly refreshers?: readonly Refresher[]
  readonly ticks?: readonly Tick[]
  readonly vocabulary?: (db: Db) => Promise<Vocabulary>
  /** The feature's customer tables and how each follows a merge; a test holds that none is forgotten. */
  readonly merging?: readonly MergedTable[]
  /** What of this feature needs the segment, which therefore cannot be deleted. */
  readonly segmentUses?: (db: Db, segmentId: string) => Promise<readonly SegmentUse[]>
  /** Doors that are not actions: intake in another's format, uploads, downloads, unsubscribe links. */
  readonly routes?: (app: FastifyInstance, services: Services, gate: Gate) => void
  /** Once at each start, after migration: e.g. the standard stages of a new installation. */
  readonly begin?: (ctx: Ctx) => Promise<void>
}
