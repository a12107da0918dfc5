import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginFeatures } from '../src/app/begin-features.ts'
import { makeServices } from '../src/app/make-services.ts'
import type { Services } from '../src/platform/actions/services.ts'
import type { Mailer } from '../src/platform/channels/mailer.ts'
import { type Database, openDatabase } from '../src/platform/database/connect.ts'
import { startEmbedded } from '../src/platform/database/embedded.ts'
import { migrate } from '../src/platform/database/migrate.ts'

/** A whole product on a database of its own with the settings of a real installation, and the size of its base. */
export type BenchWorld = {
  readonly services: Services
  readonly database: Database
  readonly databaseUrl: string
  readonly adminUrl: string
  readonly folder: string
  readonly isNew: boolean
  readonly size: { readonly customers: number; readonly purchases: number }
  /** The end of the generated history; `services.clock` stands there. */
  readonly now: Date
  end(): Promise<void>
}

const quietMailer: Mailer = { send: async () => ({ state: 'sent', reference: 'bench' }), close: async () => {} }

/**
 * @param folder where the database is kept after the end, to be measured again; a new one that is removed when left out.
 *   `isNew` tells that there is nothing in it yet.
 */
export async function openBenchWorld(size: { customers: number; purchases: number }, kept?: string): Promise<BenchWorld> {
  const isNew = kept === undefined || !existsSync(join(kept, 'postgres'))
  if (kept !== undefined) mkdirSync(kept, { recursive: true })
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'regulars-bench-'))
  chmodSync(folder, 0o755)
  const server = await startEmbedded({ folder, log: () => {} })
  const database = openDatabase(server.url, { max: 12 })
  await migrate(database, { folder: join(import.meta.dirname, '..', 'migrations') })
  const now = new Date('2026-06-15T04:00:00Z')
  const log = { info: () => {}, warn: () => {}, error: (details: object, message: string) => console.error(message, details) }
  const services = makeServices({
    database,
    log,
    mailer: quietMailer,
    dataFolder: folder,
    publicUrl: () => 'http://localhost',
    clock: () => now,
  })
  await beginFeatures(services)
  return {
    services,
    database,
    databaseUrl: server.url,
    adminUrl: server.adminUrl,
    folder,
    isNew,
    size,
    now,
    end: async () => {
      await database.close()
      await server.stop()
      if (kept === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
