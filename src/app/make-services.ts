import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Clock, type NewId, uuidv7 } from '../core/kit/id.ts'
import type { Log } from '../platform/actions/context.ts'
import { gatherRegistry } from '../platform/actions/registry.ts'
import { makeSecrets } from '../platform/actions/secrets.ts'
import { makePasswords, type Passwords } from '../platform/access/passwords.ts'
import type { KeyPlace } from '../platform/sealing/key-ring.ts'
import { openContacts } from '../platform/sealing/contacts.ts'
import { scanBy } from '../platform/files/scan-file.ts'
import { makeSealing } from '../platform/sealing/sealing.ts'
import type { Services } from '../platform/actions/services.ts'
import type { Channels, ChannelTools } from '../platform/channels/channel.ts'
import { keepTokens } from '../platform/channels/keep-tokens.ts'
import { makeChannels } from '../platform/channels/make-channels.ts'
import type { Mailer } from '../platform/channels/mailer.ts'
import type { Database } from '../platform/database/connect.ts'
import { makeGuardedFetch } from '../platform/http/guarded-fetch.ts'
import { type MayReach, mayReachBy } from '../platform/http/outgoing-list.ts'
import { features } from './features.ts'

export type World = {
  readonly database: Database
  readonly log: Log
  readonly mailer: Mailer
  /** Left out, the real vendors. */
  readonly channels?: Channels
  readonly dataFolder: string
  /** Left out, as slow as they must be. */
  readonly passwords?: Passwords
  readonly adminUrl?: string | undefined
  /** Where the keys of sealed fields are kept; left out, as the environment says, or in the data folder. */
  readonly keyFile?: string | undefined
  readonly publicUrl: () => string
  readonly clock?: Clock
  readonly newId?: NewId
  /** Where scheduled imports look for files; left out, `inbox` in the data folder. */
  readonly inbox?: string | undefined
  readonly allowPrivateDownloads?: boolean | undefined
  readonly allowPrivateSignIn?: boolean | undefined
  /** Vendors of channels and webhooks may stand in the own network, and be reached over plain http. */
  readonly allowPrivateChannels?: boolean | undefined
}

/** Puts the features and the outside world together. */
export function makeServices(world: World): Services {
  const clock = world.clock ?? (() => new Date())
  const filesFolder = join(world.dataFolder, 'files')
  mkdirSync(filesFolder, { recursive: true })
  const newId = world.newId ?? uuidv7(clock)
  const sealing = makeSealing(keyPlaceOf(world, process.env))
  const mayReach = mayReachBy(world.database)
  const secrets = makeSecrets(readOrMakeKey(join(world.dataFolder, 'secret.key')))
  return {
    database: world.database,
    registry: gatherRegistry(features),
    clock,
    newId,
    log: world.log,
    mailer: guardedMailer(world.mailer, sealing, mayReach),
    channels: world.channels ?? realChannels(world, mayReach, { clock, newId, tokens: keepTokens(world.database, secrets, clock) }),
    secrets,
    passwords: world.passwords ?? makePasswords(),
    sealing,
    dataFolder: world.dataFolder,
    adminUrl: world.adminUrl ?? null,
    filesFolder,
    scan: process.env['UPLOAD_SCANNER'] ? scanBy(process.env['UPLOAD_SCANNER'], world.log) : null,
    leakedPasswords: process.env['LEAKED_PASSWORDS'] ? resolve(process.env['LEAKED_PASSWORDS']) : null,
    inbox: world.inbox ?? join(world.dataFolder, 'inbox'),
    allowPrivateDownloads: world.allowPrivateDownloads ?? false,
    allowPrivateSignIn: world.allowPrivateSignIn ?? false,
    mayReach,
    publicUrl: world.publicUrl,
  }
}

/**
 * Mails to colleagues call customers by what is known of them: what is kept sealed of it is opened when they leave. None leaves
 * for a server that may not be reached, or while nobody can say whether it may.
 */
const guardedMailer = (mailer: Mailer, sealing: Services['sealing'], mayReach: MayReach): Mailer => ({
  send: async (settings, mail) => {
    const may = await mayReach(settings.host).catch(() => null)
    if (may) return mailer.send(settings, openContacts(sealing, mail))
    return { state: 'later', reason: settings.host, cause: may === null ? 'connection' : 'unlisted' }
  },
  close: () => mailer.close(),
})

function realChannels({ allowPrivateChannels = false }: World, mayReach: MayReach, tools: Omit<ChannelTools, 'fetch'>): Channels {
  const guard = { allowPrivate: allowPrivateChannels, mayReach, bytes: 1_000_000, wholeMs: 20_000 }
  return makeChannels({ ...tools, fetch: makeGuardedFetch(guard) })
}

/** The key under which kept passwords are sealed: beside the data, never in the database. */
function readOrMakeKey(file: string): Buffer {
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
    chmodSync(file, 0o600)
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
}

/** REGULARS_KEY holds the keys of sealed fields themselves, REGULARS_KEY_FILE says where they are kept: for every command alike. */
function keyPlaceOf({ keyFile, dataFolder }: World, environment: NodeJS.ProcessEnv): KeyPlace {
  if (keyFile !== undefined) return { file: keyFile, environment: null }
  const file = environment['REGULARS_KEY_FILE'] ? resolve(environment['REGULARS_KEY_FILE']) : join(dataFolder, 'sealing-keys.json')
  return { file, environment: environment['REGULARS_KEY'] || null }
}
