import type { Words } from '../core/kit/words.ts'
import { makeGate } from '../platform/access/make-gate.ts'
import { endAudit } from '../platform/audit/end-audit.ts'
import { systemActor } from '../platform/actions/services.ts'
import { noteAct } from '../platform/audit/note-reading.ts'
import { guardAudit } from '../platform/audit/guard-audit.ts'
import { makeOwnerLink } from '../platform/access/owner-link.ts'
import { makeSmtpMailer } from '../platform/channels/smtp-mailer.ts'
import { forgetKeysTick } from '../platform/actions/forget-keys-tick.ts'
import { openDatabase } from '../platform/database/connect.ts'
import { migrate } from '../platform/database/migrate.ts'
import { freshnessTick } from '../platform/event-log/freshness-tick.ts'
import { buildServer } from '../platform/http/server.ts'
import { makeBell } from '../platform/jobs/bell.ts'
import { giveBackMemoryTick } from '../platform/jobs/give-back-memory.ts'
import { startTicks } from '../platform/jobs/tick-loop.ts'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { refuseHalfRestored } from '../platform/backup/place-of-restore.ts'
import { quietMailer, restWhileQuiet } from './backups/server/quiet.ts'
import { beginFeatures } from './begin-features.ts'
import { beginSample } from './begin-sample.ts'
import { makeServices } from './make-services.ts'
import { makeLog } from './make-log.ts'
import { forgetAddress, keepAddress } from './running-address.ts'
import { holdTicks } from './sample-story/server/hold-ticks.ts'
import { playApart } from './sample-story/server/play-apart.ts'

/** How long requests under way may take once the program is to stop; the portions of ticks may take three times that. */
const usualPatienceMs = 5_000

const migrationsFolder = join(import.meta.dirname, '..', '..', 'migrations')

export type ServerOptions = {
  readonly databaseUrl: string
  /** Of the superuser, where the program brings its own database: the audit is handed to its keeper by it. */
  readonly adminUrl?: string | undefined
  readonly port: number
  /** The address to listen on; this machine alone where it is left out. */
  readonly host?: string
  /** Where people reach the program, e.g. https://crm.example.com; by this machine's own name where it is left out. */
  readonly publicUrl?: string | null
  /** See `buildServer`. */
  readonly trustProxy?: number | string | null
  readonly dataFolder: string
  /** See `makeServices`. */
  readonly inbox?: string | null
  readonly allowPrivateDownloads?: boolean
  readonly allowPrivateChannels?: boolean
  readonly allowPrivateSignIn?: boolean
  readonly webFolder: string
  readonly sample: boolean
  readonly log: (words: Words) => void
  readonly patienceMs?: number
}

export type RunningServer = { readonly url: string; readonly ownerLink: string | null; close(): Promise<void> }

export const addressOf = ({ port, publicUrl }: Pick<ServerOptions, 'port' | 'publicUrl'>) => publicUrl ?? `http://localhost:${port}`

/** Migrates, begins the features, listens and works. Closing ends the requests and portions under way first. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { patienceMs = usualPatienceMs } = options
  const database = openDatabase(options.databaseUrl, { max: 20 })
  try {
    await refuseHalfRestored(database)
    await migrate(database, { folder: migrationsFolder })
    if (options.adminUrl) await guardAudit(options.adminUrl, options.databaseUrl)
    const url = addressOf(options)
    const mailer = quietMailer(makeSmtpMailer(), database)
    const { dataFolder, inbox, allowPrivateDownloads, allowPrivateSignIn, allowPrivateChannels } = options
    const world = { database, mailer, log: makeLog(), dataFolder, adminUrl: options.adminUrl, publicUrl: () => url }
    const services = makeServices({ ...world, inbox: inbox ?? undefined, allowPrivateDownloads, allowPrivateSignIn, allowPrivateChannels })
    await beginFeatures(services)
    if (options.sample) await beginSample(services, options.log)
    const gate = await makeGate(services, { url })
    const bell = makeBell()
    const app = await buildServer({
      services,
      gate,
      webFolder: options.webFolder,
      trustProxy: options.trustProxy ?? undefined,
      onAsked: () => bell.ring(),
    })
    await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' })
    await keepAddress(dataFolder, url)
    const ofFeatures = playApart(services.registry.ticks, { databaseUrl: options.databaseUrl, dataFolder, url })
    const ticks = startTicks(
      services,
      restWhileQuiet(holdTicks([freshnessTick, forgetKeysTick, giveBackMemoryTick(), ...ofFeatures])),
      bell,
    )
    const ownerLink = await makeOwnerLink(services, { url, onlyWithoutOwner: true })
    return {
      url,
      ownerLink,
      close: async () => {
        // Whoever takes longer to send a request, or to read its answer, is cut off.
        const cut = setTimeout(() => app.server.closeAllConnections(), patienceMs)
        await app.close()
        clearTimeout(cut)
        await forgetAddress(dataFolder, url)
        // A mail server that never answers, or a huge statement, is not waited for: what it was about is done again, or in doubt.
        await atMost(3 * patienceMs, ticks.stop())
        await mailer.close()
        await atMost(patienceMs, endAudit(services))
        await atMost(patienceMs, database.close())
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, pause(ms, undefined, { ref: false })])
}

/** A new one-time sign-in link for the owner, also beside a running server. */
export async function makeSignInLink(
  options: Pick<ServerOptions, 'databaseUrl' | 'dataFolder'> & { readonly url: string; readonly forgetSecondFactor?: boolean },
): Promise<string> {
  const database = openDatabase(options.databaseUrl, { max: 2 })
  try {
    await refuseHalfRestored(database)
    await migrate(database, { folder: migrationsFolder })
    const { url } = options
    const mailer = makeSmtpMailer()
    const services = makeServices({ database, mailer, log: makeLog(), dataFolder: options.dataFolder, publicUrl: () => url })
    const link = await makeOwnerLink(services, { url, onlyWithoutOwner: false, forgetSecondFactor: options.forgetSecondFactor === true })
    if (link === null) throw new Error('no link was made')
    await noteAct(
      { actor: systemActor('command-line'), services },
      { action: 'make-owner-link', entity: 'users', details: options.forgetSecondFactor ? { secondFactorForgotten: true } : {} },
    )
    return link
  } finally {
    await database.close()
  }
}
