import { type CompiledQuery, Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, type RawBuilder } from 'kysely'
import pg from 'pg'
import { endingWithAsker } from './ends-with-asker.ts'
import { askKept, keptPlans } from './kept-plans.ts'
import { sayUnreachable } from './say-unreachable.ts'
import { type Part, sendAsOne } from './send-as-one.ts'
import { Problem } from '../../core/kit/problem.ts'

/**
 * Where SQL runs: the database, or one transaction of it. We write SQL with kysely's `sql` tag and say the row's type
 * there, as in sql<Row>`select …`.execute(db), so no table is known by type.
 */
export type Db = Kysely<Record<string, never>>

/** A connection checked out of the pool. */
export type Client = pg.PoolClient

export type Database = {
  readonly db: Db
  /**
   * For what people ask and only read. Its own connections, so that questions cannot take those of the work, and no
   * statement of theirs runs on for nobody: the database ends it after half a minute (57014).
   */
  readonly questions: Db
  /** The questions' connections, every text rewritten on its way to the database, whoever sends it and however. */
  readonly asking: (rewrite: Rewrite) => Db
  readonly pool: pg.Pool
  /** Done before the connections close: what waits in memory is written. */
  beforeClose(work: () => Promise<void>): void
  close(): Promise<void>
}

/** A statement as it is sent in place of one. @throws Error for a statement that may not be sent at all */
export type Rewrite = (text: string, values: readonly unknown[]) => { readonly text: string; readonly values: readonly unknown[] }

/** Beyond this nobody waits for an answer any more. */
const longestQuestionMs = 30_000

type OpenOptions = { readonly max?: number; readonly maxQuestions?: number; readonly questionMs?: number }

/**
 * Opens two pools, of the work and of questions; neither has a connection before it is needed, and idle ones close.
 * Values arrive as the program means them: `bigint` as a number, `date` as 'YYYY-MM-DD', `timestamptz` as a Date,
 * `numeric` as text (it may hold more than a number can). The session's time zone is UTC.
 */
export function openDatabase(url: string, options: OpenOptions = {}): Database {
  const { max = 10, maxQuestions = Math.min(max, 8), questionMs = longestQuestionMs } = options
  const pool = openPool(url, max, '-c TimeZone=UTC')
  const asking = openPool(url, maxQuestions, `-c TimeZone=UTC -c statement_timeout=${questionMs}`)
  // kysely ends its pool only after its first query, so the pools are ended here.
  let closing: Promise<void> | null = null
  const wishes: (() => Promise<void>)[] = []
  const end = async () => {
    for (const wish of wishes) await wish().catch(() => {})
    await Promise.all([pool.end(), asking.end()])
  }
  const close = () => (closing ??= end())
  return {
    db: over(pool),
    questions: over(asking, (client) => questionClient(pool, client)),
    asking: (rewrite) => rewriting(asking, rewrite, pool),
    pool,
    beforeClose: (work) => void wishes.push(work),
    close,
  }
}

function openPool(url: string, max: number, options: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'regulars',
    options,
    keepAlive: true,
    connectionTimeoutMillis: 30_000,
    types: { getTypeParser },
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the program.
  pool.on('error', () => {})
  // The same while it is in use: the statement under way fails and tells whoever waits for it.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

function over(pool: pg.Pool, seen: (client: Client) => PostgresPoolClient = planningClient): Db {
  const planning: PostgresPool = { connect: async () => seen(await pool.connect()), end: async () => {}, options: {} }
  return new Kysely({ dialect: new PostgresDialect({ pool: planning }) })
}

function rewriting(pool: pg.Pool, rewrite: Rewrite, telling: pg.Pool): Db {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const wrapped = (client: Client): PostgresPoolClient => {
    const known = clients.get(client)
    if (known) return known
    const query = (text: unknown, values: unknown) => {
      if (typeof text !== 'string') throw new Error('only texts can be rewritten')
      const sent = rewrite(text, Array.isArray(values) ? values : [])
      const statement = { text: sent.text, values: [...sent.values] }
      const isKept = plans.nameOf(text) !== null
      return endingWithAsker(telling, client, () =>
        isKept ? askKept(client, rewrittenPlans, rewrittenPlans.keep(sent.text), statement) : client.query(statement),
      )
    }
    const made = { query, release: () => client.release() } as unknown as PostgresPoolClient
    clients.set(client, made)
    return made
  }
  const connecting: PostgresPool = { connect: async () => wrapped(await pool.connect()), end: async () => {}, options: {} }
  return new Kysely({ dialect: new PostgresDialect({ pool: connecting }) })
}

/** Says in one sentence why a database cannot be reached, without its password. @throws Problem database.unreachable */
export async function checkReachable(database: Database, url: string): Promise<void> {
  try {
    await database.pool.query('select 1')
  } catch (error) {
    throw new Problem('database.unreachable', {
      where: withoutPassword(url),
      reason: sayUnreachable(error),
    })
  }
}

function withoutPassword(url: string): string {
  const parsed = URL.parse(url)
  return parsed ? `${parsed.host}${parsed.pathname}` : 'DATABASE_URL'
}

/** A walk through every route asks a dozen such texts, and some more each time a field is added or changed. */
const plans = keptPlans('planned', 100)

/** What such texts became for readers with limits: seven or so for each kind of role, whoever holds it. */
const rewrittenPlans = keptPlans('rewritten', 200)

/**
 * Runs a statement that comes hundreds of times a second with the same text and finds its rows by their keys: parsing
 * and planning it anew would cost the database more than the work itself. Not for sets: a kept plan knows nothing of the
 * size of an array.
 */
export function runPlanned<R>(db: Db, statement: RawBuilder<R>): Promise<R[]> {
  return runCompiled(db, statement.compile(db))
}

/** The same for a text that is kept and only gets other parameters. */
export async function runCompiled<R>(db: Db, statement: CompiledQuery<R>): Promise<R[]> {
  plans.keep(statement.sql)
  return (await db.executeQuery(statement)).rows
}

const planningClients = new WeakMap<pg.PoolClient, PostgresPoolClient>()

/** The connection as kysely sees it: a text that has a plan is sent under its name. */
function planningClient(client: Client): PostgresPoolClient {
  const known = planningClients.get(client)
  if (known) return known
  const plain: Client['query'] = client.query.bind(client)
  const query = (text: unknown, values: unknown) => {
    const name = typeof text === 'string' ? plans.nameOf(text) : null
    return name === null
      ? plain(text as string, values as unknown[])
      : askKept(client, plans, name, { text: text as string, values: values as unknown[] })
  }
  const made = { query, release: () => client.release() } as unknown as PostgresPoolClient
  planningClients.set(client, made)
  return made
}

const questionClients = new WeakMap<pg.PoolClient, PostgresPoolClient>()

/** The same for what people ask: a statement ends when nobody waits for it any more. */
function questionClient(telling: pg.Pool, client: Client): PostgresPoolClient {
  const known = questionClients.get(client)
  if (known) return known
  const inner = planningClient(client)
  const query = (text: unknown, values: unknown) =>
    typeof text === 'string'
      ? endingWithAsker(telling, client, () => inner.query(text, values as unknown[]))
      : (inner as unknown as { readonly query: (cursor: unknown) => unknown }).query(text)
  const made = { query, release: () => client.release() } as unknown as PostgresPoolClient
  questionClients.set(client, made)
  return made
}

const dialectOfOne = new WeakMap<pg.PoolClient, Db>()

/** A kysely whose every statement goes over this one connection. */
function overClient(client: Client): Db {
  const known = dialectOfOne.get(client)
  if (known) return known
  const { query } = planningClient(client)
  const pool: PostgresPool = { connect: async () => ({ query, release: () => {} }), end: async () => {}, options: {} }
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  dialectOfOne.set(client, db)
  return db
}

export type Transaction = {
  readonly db: Db
  readonly client: Client
  /** How many rows the opening statement wrote; 0 where there was none. */
  readonly opened: number
  /** Sends this statement, whose rows nobody reads, together with the COMMIT when the work is done, behind those given before. */
  readonly closeWith: (statement: RawBuilder<unknown>) => void
}

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws. `client` is the connection
 * under `db`, for COPY.
 * @param opening a statement without an answer, sent together with the BEGIN
 */
export async function inTransaction<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
  opening?: RawBuilder<unknown>,
): Promise<T> {
  const client = await database.pool.connect()
  let broken: Error | undefined
  // A connection that breaks between two statements says so here; the next statement then fails.
  const onError = (error: Error) => (broken = error)
  client.on('error', onError)
  try {
    const db = overClient(client)
    const begun = await sendAsOne(client, [begin, ...(opening ? [partOf(db, opening)] : [])])
    const closing: Part[] = []
    const closeWith = (statement: RawBuilder<unknown>) => void closing.push(partOf(db, statement))
    const result = await work({ db, client, opened: rowsOf(begun[1]), closeWith })
    const ended = await sendAsOne(client, [...closing, commit])
    // A failed statement whose error was swallowed turns COMMIT into a rollback, which must not pass for success.
    if (ended.at(-1) === 'ROLLBACK') throw new Error('the transaction was rolled back: one of its statements had failed')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

const begin: Part = { text: 'begin', values: [] }
const commit: Part = { text: 'commit', values: [] }

function partOf(db: Db, statement: RawBuilder<unknown>): Part {
  const { sql: text, parameters: values } = statement.compile(db)
  return { text, values }
}

/** The number at the end of `INSERT 0 1`. */
const rowsOf = (tag: string | undefined) => Number(tag?.split(' ').at(-1) ?? 0)

const { builtins } = pg.types
type TypeId = Parameters<typeof pg.types.getTypeParser>[0]
const parseTextArray: (text: string) => (string | null)[] = pg.types.getTypeParser(1009 as TypeId)
const arrayParsers: Record<number, (text: string) => unknown> = { 1016: parseSafeInteger, 1182: (text) => text }

function getTypeParser(type: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (format === 'binary') return pg.types.getTypeParser(type, 'binary')
  if (type === builtins.INT8) return parseSafeInteger
  if (type === builtins.DATE) return (text) => text
  if (type === builtins.TIMESTAMP) return (text) => new Date(`${text.replace(' ', 'T')}Z`)
  const ofElement = arrayParsers[type]
  if (ofElement) return (text) => parseTextArray(text).map((item) => (item === null ? null : ofElement(item)))
  return pg.types.getTypeParser(type)
}

/** @throws RangeError when the number is beyond 2^53, where a JavaScript number would silently be another one */
export function parseSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`the bigint ${text} is too large for a number; select it as text`)
  return value
}
