import { sql } from 'kysely'
import { z } from 'zod'
import type { Tick } from '../../../platform/actions/feature.ts'
import { quietSetting } from '../../../platform/backup/restore-backup.ts'
import type { Mailer } from '../../../platform/channels/mailer.ts'
import type { Database, Db } from '../../../platform/database/connect.ts'
import { keptSetting } from '../../../platform/database/kept-setting.ts'

const quietShape = z.object({ since: z.iso.datetime(), takenAt: z.iso.datetime(), backup: z.string() })
export type Quiet = z.output<typeof quietShape>

/** A restored copy is quiet: the old system may be at work still, and everything would go out twice. */
export async function readQuiet(db: Db): Promise<Quiet | null> {
  const { rows } = await sql<{ value: unknown }>`select value from settings where name = ${quietSetting}`.execute(db)
  return rows[0] ? quietShape.parse(rows[0].value) : null
}

const kept = keptSetting({ name: quietSetting, forMs: 500, parse: (value) => value !== undefined })

/** Asked before every portion of work and every mail; known for half a second. */
export const isQuiet = (database: Database): Promise<boolean> => kept.read(database, database.db)

export const forgetQuiet = kept.forget

/** What tidies up and tells nobody anything. */
const harmless = new Set(['give-back-memory', 'forget-keys', 'backup-now'])

/** While the copy is quiet nothing goes on by itself: no journey, no message, no schedule, no fetching, no backup. */
export function restWhileQuiet(ticks: readonly Tick[]): Tick[] {
  return ticks.map((tick) =>
    harmless.has(tick.name)
      ? tick
      : { ...tick, run: async (services, stopping) => ((await isQuiet(services.database)) ? false : await tick.run(services, stopping)) },
  )
}

/** The door to mail servers is shut as well, whoever knocks. */
export function quietMailer(mailer: Mailer, database: Database): Mailer {
  return {
    send: async (settings, mail) =>
      (await isQuiet(database))
        ? { state: 'later', reason: 'quiet: a restored copy sends nothing until somebody says so' }
        : await mailer.send(settings, mail),
    close: () => mailer.close(),
  }
}
