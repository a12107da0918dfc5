import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { codeOf } from '../../core/kit/error-code.ts'

const prefix = 'regulars_drill_'

export type Scratch = { readonly url: string; drop(): Promise<void> }

/**
 * A database of the same server that is there for a drill only; null where our role may make none. What a killed drill left
 * behind is dropped first.
 * @param adminUrl of the superuser, where we have it
 */
export async function makeScratch(url: string, adminUrl: string | null): Promise<Scratch | null> {
  const role = decodeURIComponent(new URL(url).username)
  const name = prefix + randomBytes(6).toString('hex')
  const through = adminUrl ?? url
  const run = async (statements: readonly string[]) => {
    const client = new pg.Client({ connectionString: through, application_name: 'regulars drill' })
    client.on('error', () => {})
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end().catch(() => {})
    }
  }
  try {
    await run([
      ...(await leftBehind(through)).map((old) => `drop database if exists ${old} with (force)`),
      `create database ${name} template template0 owner "${role.replaceAll('"', '""')}"`,
    ])
  } catch (error) {
    // 42501: our role may make no databases; 0A000: this server keeps them to itself.
    if (['42501', '0A000'].includes(codeOf(error))) return null
    throw error
  }
  const scratch = new URL(url)
  scratch.pathname = `/${name}`
  return { url: scratch.href, drop: () => run([`drop database if exists ${name} with (force)`]) }
}

async function leftBehind(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'regulars drill' })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ datname: string }>(`select datname from pg_database where datname ~ '^${prefix}[0-9a-f]{12}$'`)
    return rows.map(({ datname }) => datname)
  } finally {
    await client.end().catch(() => {})
  }
}
