import type { RawBuilder } from 'kysely'
import type { Clock, NewId } from '../../core/kit/id.ts'
import { keptName } from '../../core/kit/program-parts.ts'
import type { Verb } from '../../core/rights/rights.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { Channels } from '../channels/channel.ts'
import type { Mailer } from '../channels/mailer.ts'
import type { Passwords } from '../access/passwords.ts'
import { userIdOf } from '../access/people.ts'
import type { RecordChange } from '../audit/record-change.ts'
import { type Client, type Database, type Db, inTransaction, runPlanned } from '../database/connect.ts'
import { appendFacts, firstFact } from '../event-log/append-facts.ts'
import type { MayReach } from '../http/outgoing-list.ts'
import { askersOf, unaskedByKey, unaskedOf } from '../rights/askers.ts'
import { lookThrough, type Onlooker } from '../rights/look-through.ts'
import { watchFacts } from '../rights/watch-facts.ts'
import { readSight } from '../rights/read-sight.ts'
import type { Sight } from '../rights/sight.ts'
import { trimCards, trimDictionary } from '../rights/trim-cards.ts'
import type { Actor, Ctx, Log, Shop, ToldFact } from './context.ts'
import type { Vocabulary } from './feature.ts'
import { type Cards, readCards } from './live-cards.ts'
import { type Card, type Registry, dictionaryOf } from './registry.ts'
import { runInside } from './run-inside.ts'
import type { Secrets } from './secrets.ts'
import type { Sealing } from '../sealing/sealing.ts'
import type { Scan } from '../files/scan-file.ts'
import { readSetting } from '../database/read-setting.ts'

/** The outside world, handed in once at the start. A test hands in its own clock, ids and mailer. */
export type Services = {
  readonly database: Database
  readonly registry: Registry
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly mailer: Mailer
  /** The vendors of every channel but e-mail. */
  readonly channels: Channels
  readonly secrets: Secrets
  /** How passwords are hashed. */
  readonly passwords: Passwords
  /** The keys of sealed fields, and what is done with them. */
  readonly sealing: Sealing
  /** Where the program keeps what is not in the database. */
  readonly dataFolder: string
  /** Of the superuser of the built-in database, for databases that are there for a restore drill only; null for one of your own. */
  readonly adminUrl: string | null
  /** Where uploaded files are kept. */
  readonly filesFolder: string
  /** Looks at each file that comes in; null where nothing does. */
  readonly scan: Scan | null
  /** A list of leaked passwords on disk, beside the one that comes with the program. */
  readonly leakedPasswords: string | null
  /** Where others lay files that are imported at set times. */
  readonly inbox: string
  /** Files may be fetched from the own network, and over plain http. */
  readonly allowPrivateDownloads: boolean
  /** A provider that people sign in with may stand in the own network, and be reached over plain http. */
  readonly allowPrivateSignIn: boolean
  /** Whether the firm lets the program connect to a host; asked by every door that goes out. */
  readonly mayReach: MayReach
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
  const shop = { ...defaultShop, ...(await readSetting<Partial<Shop>>(db, 'shop')) }
  shops.set(database, { readAt: at, shop })
  return shop
}

/** After the settings were written. */
export function forgetShop(database: Database): void {
  shops.delete(database)
}

/** What every context needs, read over the connection that it has. */
export async function readSurroundings(services: Services, db: Db = services.database.db): Promise<{ shop: Shop; cards: Cards }> {
  const shop = await readShop(services.database, db)
  return { shop, cards: await readCards(services, db) }
}

type Place = {
  readonly db: Db
  readonly client: Client | null
  /** All that is told here is history and wakes no journey. */
  readonly quiet?: boolean
  /** Where `writeLast` puts its statements; left out, it writes at once. */
  readonly last?: (statement: RawBuilder<unknown>) => void
  /** Customers that the input named and the actor reaches, though they may be out of sight when the work is done. */
  readonly admitted?: readonly string[]
  /** Looked at with these eyes in place of the actor’s own, which nobody but “view as” does. */
  readonly sight?: Sight
  /** What is read here is read for more than to be seen, e.g. to be exported: only rows that this reaches. */
  readonly reads?: { readonly verb: Verb; readonly kind: string }
  /** Hears what became of records, for the audit. */
  readonly changed?: (change: RecordChange) => void
}

export async function makeContext(services: Services, acting: Actor, source: string, place: Place): Promise<Ctx> {
  const actor = acting.kind === 'system' ? acting : { ...acting, name: keptName(acting.name) }
  const { shop, cards } = await readSurroundings(services, place.db)
  const now = services.clock()
  const full = async (entity: string) => ({
    ...(await readDictionary(services, place.db, cardFrom(cards, entity))),
    me: userIdOf(actor),
  })
  const sight = place.sight ?? (await readSight(services, actor, place.db))
  const onlooker: Onlooker = { actor, sight, cards, shop, now, dictionary: () => full('customer') }
  const seen = await seenBy(services, onlooker, place)
  const watch = watchFacts(place.admitted)
  const toldBy = (fact: ToldFact) => ({ source, ...(place.quiet ? { quiet: true } : {}), ...fact })
  const writeNow = async (statement: RawBuilder<unknown>) => void (await runPlanned(place.db, statement))
  const ctx: Ctx = {
    actor,
    sight,
    onlooker,
    now,
    source,
    db: seen.db,
    client: place.client,
    newId: services.newId,
    shop,
    registry: services.registry,
    services,
    log: services.log,
    record: (fact) => ctx.recordAll([fact]),
    recordAll: async (facts) => {
      await watch.refuse(ctx, facts)
      await appendFacts(place.db, facts.map(toldBy), { now, newId: services.newId })
    },
    firstFact: (fact) => {
      watch.made(fact.customerId)
      return firstFact(toldBy(fact), { now, newId: services.newId })
    },
    writeLast: place.last ? async (statement) => place.last?.(statement) : writeNow,
    changed: (change) => void (change && place.changed?.(change)),
    // Who runs an action inside another’s may read at once what it wrote, or take it back to a savepoint.
    run: (action, input) => runInside({ ...ctx, writeLast: writeNow }, action, input),
    card: (entity) => cardFrom(seen.cards, entity),
    dictionary: async (entity) => seen.dictionary(await full(entity)),
  }
  return ctx
}

/** Who looks, where no context is made yet. */
export async function onlookerOf(services: Services, actor: Actor): Promise<Onlooker> {
  return (await makeContext(services, actor, 'app', { db: services.database.db, client: null })).onlooker
}

type Seen = { readonly db: Db; readonly cards: Cards; readonly dictionary: (full: Dictionary) => Promise<Dictionary> }

/**
 * What is asked goes over the database as the actor sees it, and by the fields that it may name. What is done has the tables
 * and fields themselves, for it keeps in step what the actor need not see; what its input may name was judged before.
 */
async function seenBy(services: Services, onlooker: Onlooker, { db, reads }: Pick<Place, 'db' | 'reads'>): Promise<Seen> {
  const { limits } = onlooker.sight
  const unasked = limits ? unaskedOf(limits, services.registry) : unaskedByKey(onlooker.actor, services.registry)
  // One answer for the whole request, for nobody sets up in it what they may not ask themselves.
  let askers: Promise<string[]> | null = null
  const dictionary = async (full: Dictionary) => trimDictionary(full, unasked, await (askers ??= askersOf({ db }, unasked)))
  if (!limits || db !== services.database.questions) return { db, cards: onlooker.cards, dictionary }
  const cards = trimCards(onlooker.cards, limits)
  return { db: await lookThrough(services, onlooker, reads?.verb, reads?.kind), cards, dictionary }
}

export function cardFrom(cards: Cards, entity: string): Card {
  const card = cards.get(entity)
  if (!card) throw new Error(`no entity ${entity}`)
  return card
}

async function readDictionary({ registry, sealing }: Services, db: Db, card: Card): Promise<Dictionary> {
  const vocabularies: Vocabulary[] = []
  // One after another: inside a transaction there is one connection, which takes one statement at a time.
  for (const { vocabulary } of registry.features) if (vocabulary) vocabularies.push(await vocabulary(db))
  return dictionaryOf(registry, card, Object.assign({}, ...vocabularies) satisfies Vocabulary, sealing)
}

/** Work of the program itself, in one transaction. */
export async function asSystem<T>(services: Services, name: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  await readSurroundings(services)
  return inTransaction(services.database, async (place) => work(await makeContext(services, systemActor(name), 'engine', place)))
}
