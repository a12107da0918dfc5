import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { guardAudit } from '../src/platform/audit/guard-audit.ts'
import { openDatabase } from '../src/platform/database/connect.ts'
import { startEmbedded, testSettings } from '../src/platform/database/embedded.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { stopPostmaster } from '../src/platform/database/postmaster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser of the run's PostgreSQL; `freshDatabase` uses it. */
    adminUrl: string
    /** The role `regulars`, in whose place tests work. */
    ownerUrl: string
  }
}

const prefix = 'regulars-test-'

/** One PostgreSQL for the whole run, with a migrated database that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandoned()
  const folder = mkdtempSync(join(tmpdir(), prefix))
  // The account that runs PostgreSQL in place of root must be able to enter.
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'owner.pid'), String(process.pid))
  const server = await startEmbedded({ folder, log: () => {}, settings: testSettings })
  await makeTemplate(server.adminUrl, server.url)
  project.provide('adminUrl', server.adminUrl)
  project.provide('ownerUrl', server.url)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(adminUrl: string, ownerUrl: string): Promise<void> {
  await asAdmin(adminUrl, 'create database regulars_template owner regulars')
  const url = new URL(ownerUrl)
  url.pathname = '/regulars_template'
  const database = openDatabase(url.href)
  const folder = join(import.meta.dirname, '..', 'migrations')
  mkdirSync(folder, { recursive: true })
  await migrate(database, { folder }).finally(() => database.close())
  await guardAudit(adminUrl, url.href)
  // A copy is refused while anybody is connected to its template, so nobody may be.
  await asAdmin(adminUrl, 'alter database regulars_template allow_connections false')
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(statement).finally(() => admin.end())
}

/** A run that was killed leaves its PostgreSQL behind; the next run stops it. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const folder = join(tmpdir(), name)
    try {
      process.kill(Number(readFileSync(join(folder, 'owner.pid'), 'utf8')), 0)
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') continue
      await stopPostmaster(join(folder, 'postgres'))
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
