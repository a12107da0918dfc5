import { type RawBuilder, sql } from 'kysely'
import type { Clock, NewId } from '../../core/kit/id.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { Mailer } from '../channels/mailer.ts'
import { userIdOf } from '../access/people.ts'
import type { RecordChange } from '../audit/record-change.ts'
import { type Client, type Database, type Db, inTransaction, runPlanned } from '../database/connect.ts'
import { appendFacts, firstFact } from '../event-log/append-facts.ts'
import type { Actor, Ctx, Log, Shop, ToldFact } from './context.ts'
import type { Vocabulary } from './feature.ts'
import { type Cards, readCards } from './live-cards.ts'
import { type Card, type Registry, dictionaryOf } from './registry.ts'
import { runInside } from './run-inside.ts'
import type { Secrets } from './secrets.ts'
import type { Sealing } from '../sealing/sealing.ts'

/** The outside world, handed in once at the start. A test hands in its own clock, ids and mailer. */
export type Services = {
  readonly database: Database
  readonly registry: Registry
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly mailer: Mailer
  readonly secrets: Secrets
  /** The keys of sealed fields, and what is done with them. */
  readonly sealing: Sealing
  /** Where the program keeps what is not in the database. */
  readonly dataFolder: string
  /** Where uploaded files are kept. */
  readonly filesFolder: string
  /** Where others lay files that are imported at set times. */
  readonly inbox: string
  /** Files may be fetched from the own network, and over plain http. */
  readonly allowPrivateDownloads: boolean
  /** A provider that people sign in with may stand in the own network, and be reached over plain http. */
  readonly allowPrivateSignIn: boolean
  /** The address people reach the program at, e.g. for links in mails. */
  readonly publicUrl: () => string
}

export const systemActor = (name: string): Actor => ({ kind: 'system', id: `system:${name}`, name, role: 'owner' })

const defaultShop: Shop = { name: '', currency: 'CNY', timeZone: 'Asia/Shanghai' }
const shopKeptMs = 2_000
const shops = new WeakMap<Database, { readAt: number; shop: Shop }>()

/**
 * The shop's settings; read again at most every two seconds, for they are asked by every request. Who holds a connection
 * hands it in: to wait for a second one while all are taken would be to wait for each other for ever.
 */
export async function readShop(database: Database, db: Db = database.db): Promise<Shop> {
  const kept = shops.get(database)
  const at = performance.now()
  if (kept && at - kept.readAt < shopKeptMs) return kept.shop
  const { rows } = await sql<{ value: Partial<Shop> }>`select value from settings where name = 'shop'`.execute(db)
  const shop = { ...defaultShop, ...rows[0]?.value }
  shops.set(database, { readAt: at, shop })
  return shop
}

/** After the settings were written. */
export function forgetShop(database: Database): void {
  shops.delete(database)
}

/** What every context needs, read over the connection that it has. */
export async function readSurroundings({ database, registry }: Services, db: Db = database.db): Promise<{ shop: Shop; cards: Cards }> {
  const shop = await readShop(database, db)
  return { shop, cards: await readCards(database, registry, db) }
}

type Place = {
  readonly db: Db
  readonly client: Client | null
  /** All that is told here is history and wakes no journey. */
  readonly quiet?: boolean
  /** Where `writeLast` puts its statements; left out, it writes at once. */
  readonly last?: (statement: RawBuilder<unknown>) => void
  /** Hears what became of records, for the audit. */
  readonly changed?: (change: RecordChange) => void
}

export async function makeContext(services: Services, actor: Actor, source: string, place: Place): Promise<Ctx> {
  const { shop, cards } = await readSurroundings(services, place.db)
  const now = services.clock()
  const toldBy = (fact: ToldFact) => ({ source, ...(place.quiet ? { quiet: true } : {}), ...fact })
  const writeNow = async (statement: RawBuilder<unknown>) => void (await runPlanned(place.db, statement))
  const ctx: Ctx = {
    actor,
    now,
    source,
    db: place.db,
    client: place.client,
    newId: services.newId,
    shop,
    registry: services.registry,
    services,
    log: services.log,
    record: (fact) => ctx.recordAll([fact]),
    recordAll: (facts) => appendFacts(place.db, facts.map(toldBy), { now, newId: services.newId }),
    firstFact: (fact) => firstFact(toldBy(fact), { now, newId: services.newId }),
    writeLast: place.last ? async (statement) => place.last?.(statement) : writeNow,
    changed: (change) => void (change && place.changed?.(change)),
    // Who runs an action inside another’s may read at once what it wrote, or take it back to a savepoint.
    run: (action, input) => runInside({ ...ctx, writeLast: writeNow }, action, input),
    card: (entity) => cardFrom(cards, entity),
    dictionary: async (entity) => ({
      ...(await readDictionary(services, place.db, cardFrom(cards, entity))),
      me: userIdOf(actor),
    }),
  }
  return ctx
}

function cardFrom(cards: Cards, entity: string): Card {
  const card = cards.get(entity)
  if (!card) throw new Error(`no entity ${entity}`)
  return card
}

async function readDictionary({ registry, sealing }: Services, db: Db, card: Card): Promise<Dictionary> {
  const vocabularies = await Promise.all(registry.features.map(async (f) => (await f.vocabulary?.(db)) ?? {}))
  return dictionaryOf(registry, card, Object.assign({}, ...vocabularies) satisfies Vocabulary, sealing)
}

/** Work of the program itself, in one transaction. */
export async function asSystem<T>(services: Services, name: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  await readSurroundings(services)
  return inTransaction(services.database, async (place) => work(await makeContext(services, systemActor(name), 'engine', place)))
}
