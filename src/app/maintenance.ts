// regulars backup, restore and doctor: what is done to an installation from the command line.
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Problem } from '../core/kit/problem.ts'
import { fill, type WordValues, type Words } from '../core/kit/words.ts'
import { asSystem, type Services } from '../platform/actions/services.ts'
import { takeRestoredContactKeys } from '../platform/sealing/contact-keys.ts'
import { readKey, readOrMakeBackupKey, sayKey } from '../platform/backup/backup-key.ts'
import { bringHere, copyOut, lookAt } from '../platform/backup/copy-out.ts'
import { explainStore } from '../platform/backup/explain-store.ts'
import { manifestName } from '../platform/backup/manifest.ts'
import { refuseHalfRestored } from '../platform/backup/place-of-restore.ts'
import { backupProblems } from '../platform/backup/problems.ts'
import { restoreBackup } from '../platform/backup/restore-backup.ts'
import { folderStore, s3Store, type Store } from '../platform/backup/stores.ts'
import { makeSmtpMailer } from '../platform/channels/smtp-mailer.ts'
import { openDatabase } from '../platform/database/connect.ts'
import { migrate, readApplied } from '../platform/database/migrate.ts'
import { makeBackup } from './backups/server/make-backup.ts'
import { migrationsFolder } from './backups/server/migrations-folder.ts'
import { openHome } from './backups/server/places.ts'
import { addRun } from './backups/server/runs.ts'
import { examine } from './backups/server/doctor/examine.ts'
import { doctorWords, stateWords, unknownWords } from './backups/doctor.ts'
import { makeLog } from './make-log.ts'
import { makeServices } from './make-services.ts'
import { lineProblems, type Options, type Refusal, refuse, refuseTokens } from './read-options.ts'

export const commands = ['backup', 'restore', 'doctor'] as const
export type Command = (typeof commands)[number]
export const isCommand = (text: string | undefined): text is Command => commands.some((command) => command === text)

type OpenedStore = { readonly url: string; readonly adminUrl?: string; stop(): Promise<void> }

/** What the program's beginning hands in. */
export type Shell = {
  readonly options: Options
  readonly openStore: (options: Options, share: boolean) => Promise<OpenedStore>
  readonly tell: (words: Words, values?: WordValues) => void
}

export const maintenanceHelp: Words = {
  zh: `维护命令（与程序是否在运行无关，restore 除外）：

  backup                    立即备份到数据文件夹的 backups，并复制到设置好的其他位置
    --to <文件夹|https 地址>   另外复制一份到这里
    --list                  列出已有的备份
    --show-key              显示备份密钥（恢复时需要，请另存到别处）
  restore [备份名]           从备份恢复；不写备份名就用最新的。先停止程序
    --from <文件夹|https 地址> 备份所在的位置，默认为数据文件夹的 backups
    --key <文件|密钥>         备份密钥或下载的密钥文件
    --replace               这里已有数据时，另存一旁并换成备份里的内容
  doctor                    检查常见的问题；有问题时退出码为 1
    --json                  以 JSON 输出
  以上命令都可加 --data <文件夹>，并遵从 DATABASE_URL

  S3 兼容存储的密钥：环境变量 BACKUP_S3_ACCESS_KEY、BACKUP_S3_SECRET_KEY、BACKUP_S3_REGION`,
  en: `Maintenance (beside a running program or without one; restore needs it stopped):

  backup                    back up now into backups in the data folder, and copy it to the other places that are set
    --to <folder|https>     copy it here as well
    --list                  list the backups there are
    --show-key              show the backup key (a restore needs it; keep it elsewhere)
  restore [name]            bring a backup back, the newest where none is named
    --from <folder|https>   where the backups lie, backups in the data folder by default
    --key <file|key>        the backup key, or the file that was downloaded
    --replace               where there is data already, keep it aside and put the backup in its place
  doctor                    look at what commonly goes wrong; the exit code is 1 if something does
    --json                  as JSON
  All take --data <folder> and obey DATABASE_URL

  Keys of S3-compatible storage: the variables BACKUP_S3_ACCESS_KEY, BACKUP_S3_SECRET_KEY, BACKUP_S3_REGION`,
}

const flags = {
  data: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  key: { type: 'string' },
  list: { type: 'boolean' },
  'show-key': { type: 'boolean' },
  replace: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

const allowed: Record<Command, readonly (keyof typeof flags)[]> = {
  backup: ['data', 'to', 'list', 'show-key'],
  restore: ['data', 'from', 'key', 'replace', 'list'],
  doctor: ['data', 'json'],
}

export type CommandLine = {
  readonly command: Command
  readonly name: string | null
  readonly data: string | null
  readonly values: Readonly<Partial<Record<keyof typeof flags, string | boolean>>>
}

/** Reads what stands behind `regulars`. */
export function readCommand(args: readonly string[]): CommandLine | Refusal {
  const [command, ...rest] = args
  if (!isCommand(command)) return refuse(lineProblems.unknownOption, command)
  const { values, positionals, tokens } = parseArgs({ args: rest, options: flags, allowPositionals: true, strict: false, tokens: true })
  const [withValue, alone] = (['string', 'boolean'] as const).map((type) => allowed[command].filter((name) => flags[name].type === type))
  const wrong = refuseTokens(tokens, withValue ?? [], alone ?? [], command === 'restore' ? 1 : 0)
  if (wrong) return wrong
  const place = [values.to, values.from].find((one) => typeof one === 'string' && !isPlace(one))
  if (place !== undefined) return refuse(lineProblems.wrongPlace, place)
  return { command, name: positionals[0] ?? null, data: typeof values.data === 'string' ? resolve(values.data) : null, values }
}

/** @returns the exit code */
export async function runMaintenance(line: CommandLine, shell: Shell): Promise<number> {
  if (line.command === 'restore') return await restore(line, shell)
  const { databaseUrl, data } = shell.options
  // A slip in the path makes no second shop, whose empty backups somebody would take for those of the first.
  if (!databaseUrl && !existsSync(join(data, 'postgres-passwords.json'))) throw new Problem('database.not-begun', { place: data })
  const store = await shell.openStore(shell.options, true)
  try {
    return await withServices(
      store,
      shell,
      (services) => (line.command === 'backup' ? backup(line, shell, services) : doctor(line, shell, services)),
      line.command === 'backup',
    )
  } finally {
    await store.stop()
  }
}

async function withServices<T>(
  store: OpenedStore,
  { options }: Shell,
  work: (services: Services) => Promise<T>,
  migrates: boolean,
): Promise<T> {
  const database = openDatabase(store.url, { max: 4 })
  const mailer = makeSmtpMailer()
  try {
    await refuseHalfRestored(database)
    if ((await readApplied(database)).length === 0)
      throw new Problem('database.not-begun', { place: options.databaseUrl ? 'DATABASE_URL' : options.data })
    if (migrates) await migrate(database, { folder: migrationsFolder })
    const url = options.publicUrl ?? `http://localhost:${options.port}`
    return await work(
      makeServices({
        database,
        mailer,
        log: makeLog(),
        dataFolder: options.data,
        adminUrl: store.adminUrl,
        inbox: options.inbox ?? undefined,
        publicUrl: () => url,
      }),
    )
  } finally {
    await mailer.close()
    await database.close()
  }
}

const isAddress = (place: string) => /^https?:\/\//i.test(place)

/** What looks like an address has to be one: as a folder nobody would find it again. */
const isPlace = (text: string) => (isAddress(text) ? URL.canParse(text) : !/^[a-z][\w+.-]*:\/\//i.test(text))

/** A folder, or an https address of S3-compatible storage with its keys in the environment. */
function storeAt(place: string): Store {
  if (!isAddress(place)) return folderStore(resolve(place))
  const { BACKUP_S3_ACCESS_KEY: accessKeyId = '', BACKUP_S3_SECRET_KEY: secretKey = '', BACKUP_S3_REGION: region = '' } = process.env
  return s3Store({ endpoint: place, region, accessKeyId, secretKey })
}

async function backup({ values }: CommandLine, { tell }: Shell, services: Services): Promise<number> {
  const home = await openHome(services)
  if (values['show-key']) {
    tell(
      { zh: '备份密钥（请另存到别处，恢复时需要）：\n{key}', en: 'The backup key (keep it elsewhere; a restore needs it):\n{key}' },
      { key: sayKey(readOrMakeBackupKey(services.dataFolder)) },
    )
    return 0
  }
  if (values.list) return await list(folderStore(home), home, tell)
  // As a whole path: npm runs the program in its own folder, whichever the command was typed in.
  const to =
    typeof values.to === 'string' ? { place: isAddress(values.to) ? values.to : resolve(values.to), store: storeAt(values.to) } : null
  const from = performance.now()
  const { manifest, name, failed } = await makeBackup(services, await addRun(services, 'backup', 'command', null))
  tell(
    { zh: '备份完成：{place}（{size}，{seconds} 秒）', en: 'Backed up: {place} ({size}, {seconds} s)' },
    { place: join(home, name), size: megabytes(manifest.bytes), seconds: ((performance.now() - from) / 1000).toFixed(1) },
  )
  for (const each of failed) {
    tell({ zh: '没能放到“{target}”：', en: 'It did not get to “{target}”:' }, { target: each.target })
    const words = wordsOf(each.code)
    if (words) tell(words, each.details)
  }
  if (to) {
    await copyOut(home, name, manifest, to.store, to).catch((error: unknown) => Promise.reject(explainStore(error, to.place)))
    tell({ zh: '已另外复制到 {place}', en: 'Copied to {place} as well' }, { place: to.place })
  }
  return failed.length > 0 ? 1 : 0
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

async function list(store: Store, place: string, tell: Shell['tell']): Promise<number> {
  const { whole } = await lookAt(store)
  if (whole.length === 0) tell(backupProblems['backup.none'].words, { place })
  for (const { name, manifest } of whole)
    tell(
      { zh: '{name}  {size}  {customers} 位客户  程序 {program}', en: '{name}  {size}  {customers} customers  program {program}' },
      {
        name,
        size: megabytes(manifest.bytes),
        customers: manifest.tables.find((table) => table.name === 'public.customers')?.rows ?? 0,
        program: manifest.program,
      },
    )
  return 0
}

async function restore({ name, values }: CommandLine, shell: Shell): Promise<number> {
  const { options, tell } = shell
  const place = typeof values.from === 'string' ? values.from : join(options.data, 'backups')
  // The folder of one backup may be given as well as the one in which all of them lie.
  const isOne = !isAddress(place) && existsSync(join(place, manifestName))
  const from = isOne ? dirname(resolve(place)) : place
  const source = storeAt(from)
  if (values.list) return await list(source, from, tell)
  const key = keyFrom(typeof values.key === 'string' ? values.key : null, options.data)
  const store = await shell.openStore(options, false)
  try {
    const folder = isAddress(from) ? join(options.data, 'backups') : resolve(from)
    const chosen = name ?? (isOne ? basename(resolve(place)) : await newest(source, from))
    if (isAddress(from)) await bringHere(source, chosen, folder).catch((error: unknown) => Promise.reject(explainStore(error, from)))
    const begun = performance.now()
    const result = await restoreBackup({
      url: store.url,
      adminUrl: store.adminUrl ?? null,
      dataFolder: options.data,
      filesFolder: join(options.data, 'files'),
      migrationsFolder,
      folder,
      name: chosen,
      key,
      replace: values.replace === true,
      now: () => new Date(),
      restored: () => applyRestored(store, shell),
    })
    tellRestored(tell, chosen, result, (performance.now() - begun) / 1000)
    return 0
  } finally {
    await store.stop()
  }
}

function tellRestored(tell: Shell['tell'], name: string, result: Awaited<ReturnType<typeof restoreBackup>>, seconds: number): void {
  const rows = result.tables.reduce((sum, table) => sum + table.rows, 0)
  tell(
    {
      zh: '已从 {name} 恢复 {rows} 行、{files} 个文件，用时 {seconds} 秒。',
      en: 'Brought {rows} rows and {files} files back from {name} in {seconds} s.',
    },
    { name, rows, files: result.files, seconds: seconds.toFixed(1) },
  )
  if (result.forgotten.size > 0)
    tell(
      {
        zh: '其中 {n} 位客户已应要求删除，没有恢复。',
        en: '{n} {n|customer|customers} in it had been erased on request and {n|was|were} not brought back.',
      },
      { n: result.forgotten.size },
    )
  if (result.keptAside)
    tell(
      {
        zh: '原有数据另存在数据库模式 {kept} 里，确认无误后可以删除。',
        en: 'What was here is kept in the schema {kept}; drop it once all is well.',
      },
      { kept: result.keptAside },
    )
  tell({
    zh: '这份副本现在是静默的：不会发送任何东西。启动后，请确认原系统已停用，再在页面顶部点“恢复正常运行”。',
    en: 'This copy is quiet now: it sends nothing. Start it, make sure that the old system is off, then press “Let it work” at the top of any page.',
  })
}

async function newest(store: Store, place: string): Promise<string> {
  const found = (await lookAt(store).catch((error: unknown) => Promise.reject(explainStore(error, place)))).whole[0]
  if (!found) throw new Problem('backup.none', { place })
  return found.name
}

/** The key as text, in a file, or the one of this data folder. @throws Problem backup.key-missing, backup.key-malformed */
function keyFrom(given: string | null, dataFolder: string): Buffer {
  if (given !== null) return readKey(existsSync(given) ? readFileSync(given, 'utf8') : given)
  const own = join(dataFolder, 'backup.key')
  if (!existsSync(own)) throw new Problem('backup.key-missing')
  return readKey(readFileSync(own, 'utf8'))
}

/** What features do after a restore, with the keys that came back. */
async function applyRestored(store: OpenedStore, { options }: Shell): Promise<void> {
  const database = openDatabase(store.url, { max: 4 })
  const mailer = makeSmtpMailer()
  try {
    const services = makeServices({
      database,
      mailer,
      log: makeLog(),
      dataFolder: options.data,
      adminUrl: store.adminUrl,
      publicUrl: () => 'http://localhost',
    })
    await callRestored(services)
  } finally {
    await mailer.close()
    await database.close()
  }
}

export async function callRestored(services: Services): Promise<void> {
  await asSystem(services, 'restore', takeRestoredContactKeys)
  for (const feature of services.registry.features) if (feature.restored) await asSystem(services, feature.name, feature.restored)
}

async function doctor({ values }: CommandLine, { tell }: Shell, services: Services): Promise<number> {
  const { at, checks } = await examine(services)
  if (values.json) process.stdout.write(`${JSON.stringify({ at, checks }, null, 2)}\n`)
  else {
    for (const { name, state, says, values: filled } of checks) {
      const { label, says: sentences } = doctorWords[name]
      const mark = { fine: '✓', look: '!', broken: '✗' }[state]
      const sentence = sentences[says] ?? unknownWords
      const line = (language: 'zh' | 'en') =>
        `${mark} ${label[language]}${language === 'zh' ? '：' : ': '}${state === 'fine' ? '' : `${stateWords[state][language]}${language === 'zh' ? '。' : '. '}`}${fill(sentence, language, filled)}`
      tell({ zh: line('zh'), en: line('en') })
    }
  }
  return checks.some(({ state }) => state === 'broken') ? 1 : 0
}

const wordsOf = (code: string): Words | undefined => Object.entries(backupProblems).find(([name]) => name === code)?.[1].words
