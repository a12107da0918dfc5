import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../src/platform/database/connect.ts'

export type FreshDatabase = { readonly database: Database; readonly url: string; drop(): Promise<void> }

/** A database of one's own, copied from the migrated template. Call it once a test file and `drop()` it at the end. */
export async function freshDatabase(template = 'regulars_template'): Promise<FreshDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin(`create database ${name} template ${template} strategy file_copy owner regulars`)
  const url = new URL(inject('ownerUrl'))
  url.pathname = `/${name}`
  const database = openDatabase(url.href)
  return {
    database,
    url: url.href,
    drop: async () => {
      await database.close()
      await asAdmin(`drop database if exists ${name} with (force)`)
    },
  }
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('adminUrl') })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
