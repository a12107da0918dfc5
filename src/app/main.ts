// The program's beginning: reads the options, brings the database up, starts the server, and ends all of it cleanly.
import { join } from 'node:path'
import { codeOf } from '../core/kit/error-code.ts'
import { generalProblems, Problem } from '../core/kit/problem.ts'
import type { Words } from '../core/kit/words.ts'
import { checkReachable, openDatabase } from '../platform/database/connect.ts'
import { startEmbedded } from '../platform/database/embedded.ts'
import { backupProblems } from '../platform/backup/problems.ts'
import { openFolder } from '../platform/database/open-folder.ts'
import { refusePort } from '../platform/http/refuse-port.ts'
import { spellOutTls } from '../platform/database/spell-out-tls.ts'
import { databaseProblems } from '../platform/database/problems.ts'
import { refusePlain } from '../platform/database/refuse-plain.ts'
import { sealingProblems } from '../platform/sealing/problems.ts'
import { isCommand, maintenanceHelp, readCommand, runMaintenance } from './maintenance.ts'
import { type Options, readOptions, type Refusal, refuse, refusePlainNetwork } from './read-options.ts'
import { endWithStarter } from './end-with-starter.ts'
import { readAddress } from './running-address.ts'
import { addressOf, makeSignInLink, startServer } from './server.ts'
import { leave, tell } from './tell.ts'

const root = join(import.meta.dirname, '..', '..')

const help: Words = {
  zh: `用法：npm start -- [选项]

  --port <端口>    网页与接口的端口，默认 3210（也可用环境变量 PORT）
  --data <文件夹>  数据文件夹，默认 ./data；内置数据库也在其中
  --sample         数据为空时，放入示例店铺
  --link           生成一个新的一次性登录链接，然后退出
  --forget-second-factor  与 --link 同用：同时移除该负责人的两步验证和通行密钥（丢了手机时用）
  --help           显示本说明

环境变量：
  DATABASE_URL     已有的 PostgreSQL（15 或更高版本），代替内置数据库
  DATABASE_ALLOW_PLAIN  设为 1 时，可以不加密地连接别的机器上的 PostgreSQL（只用于容器内网、隧道这类安全的网络）
  PUBLIC_URL       大家访问本程序的网址，例如 https://crm.example.com；邮件里的退订和邀请链接都用它
  HOST             监听的地址，默认 127.0.0.1（只有本机能访问）；0.0.0.0 为所有网卡，要与 TRUST_PROXY 同用
  HTTP_ALLOW_PLAIN  设为 1 时，前面没有代理也可以让别的机器以明文 HTTP 访问（只用于隧道、自己的内网这类安全的网络）
  TRUST_PROXY      前面有几层反向代理（如 1），或它们的 IP 地址；只有这样才采信 X-Forwarded-For 和 X-Forwarded-Proto
  REGULARS_KEY_FILE  加密字段的密钥文件，默认为数据文件夹里的 sealing-keys.json；REGULARS_KEY 则直接给出密钥，不用文件
  UPLOAD_SCANNER   对每个上传的文件运行的病毒扫描命令，例如 clamdscan --fdpass；回答 0 为无害，1 为拒收，其他一律不收
  LEAKED_PASSWORDS  泄露密码名单文件（按 SHA-1 排序，每行“散列:次数”）；名单里的密码不能使用
  IMPORT_INBOX     定时导入的收件文件夹，默认为数据文件夹里的 inbox
  IMPORT_ALLOW_PRIVATE  设为 1 时，定时导入可以从内部网络和 http 地址取文件
  SIGN_IN_ALLOW_PRIVATE  设为 1 时，单点登录（OIDC）的服务器可以在内部网络，也可以是 http
  CHANNELS_ALLOW_PRIVATE  设为 1 时，渠道的接口地址和 Webhook 可以在内部网络，也可以是 http
  LOG_LEVEL        终端里记多少：默认 warn；info 多一些，error 少一些`,
  en: `Usage: npm start -- [options]

  --port <port>    where the web app and the API listen, 3210 by default (or the variable PORT)
  --data <folder>  the data folder, ./data by default; the built-in database is kept in it too
  --sample         put the sample shop in, if there is no data yet
  --link           make a new one-time sign-in link and exit
  --forget-second-factor  with --link: also removes that owner's second factor and passkeys, for a lost phone
  --help           show this

Variables:
  DATABASE_URL     a PostgreSQL of your own (15 or newer) in place of the built-in one
  DATABASE_ALLOW_PLAIN  1 lets a PostgreSQL on another machine be reached without TLS (for networks of containers and tunnels only)
  PUBLIC_URL       where people reach the program, like https://crm.example.com; links in mails (unsubscribe, invitations) use it
  HOST             the address to listen on, 127.0.0.1 by default (this machine alone); 0.0.0.0 is every network, and wants
                   TRUST_PROXY
  HTTP_ALLOW_PLAIN  1 lets other machines in by plain HTTP without a proxy (for tunnels and networks of your own only)
  TRUST_PROXY      how many reverse proxies stand in front (like 1), or their IP addresses; only then are X-Forwarded-For
                   and X-Forwarded-Proto believed
  REGULARS_KEY_FILE  the key file of encrypted fields, sealing-keys.json in the data folder by default; REGULARS_KEY gives the keys
                   themselves, without a file
  UPLOAD_SCANNER   a virus scanner to run for each file that comes in, like clamdscan --fdpass: 0 is clean, 1 refuses, anything
                   else lets nothing in
  LEAKED_PASSWORDS  a list of leaked passwords on disk (lines of SHA-1:count, in order); none of them can be chosen
  IMPORT_INBOX     the folder of scheduled imports, inbox in the data folder by default
  IMPORT_ALLOW_PRIVATE  1 lets scheduled imports fetch from the own network and over plain http
  SIGN_IN_ALLOW_PRIVATE  1 lets a sign-in provider (OIDC) stand in the own network, and be reached over plain http
  CHANNELS_ALLOW_PRIVATE  1 lets vendors of channels and webhooks stand in the own network, and be reached over plain http
  LOG_LEVEL        how much the terminal tells: warn by default, info for more, error for less`,
}

const problems = {
  takenPort: {
    zh: '端口 {what} 已被占用。请停止占用它的程序，或用 --port 换一个。',
    en: 'Port {what} is taken. Stop the program that uses it, or choose another with --port.',
  },
  forbiddenPort: {
    zh: '没有权限使用端口 {what}。请用 --port 换一个大于 1023 的端口。',
    en: 'Port {what} is not allowed for this account. Choose one above 1023 with --port.',
  },
  wrongHost: {
    zh: '本机没有 HOST={what} 这个地址。请改用本机的 IP 地址，或 127.0.0.1、0.0.0.0。',
    en: 'This machine has no address HOST={what}. Use one of its IP addresses, or 127.0.0.1 or 0.0.0.0.',
  },
  unwritable: databaseProblems['database.folder-unwritable'].words,
  unexpected: {
    zh: '没能启动：{what}。若反复出现，请附上这句话反馈。',
    en: 'It could not start: {what}. If it happens again, please report it with this sentence.',
  },
} satisfies Record<string, Words>

export async function main(args: readonly string[]): Promise<void> {
  if (isCommand(args[0]) && !args.includes('--help')) return await maintain(args)
  const options = readOptions(
    args.filter((arg) => !isCommand(arg)),
    process.env,
  )
  if ('words' in options) return leave(options)
  if (options.help) return [help, maintenanceHelp].forEach((each) => tell(each))
  const plain = refusePlainNetwork(options, process.env)
  if (plain) return leave(plain)
  try {
    await (options.link ? printLink(options) : serve(options))
  } catch (error) {
    leave(explain(error, options))
  }
}

/** `regulars backup`, `restore`, `doctor`. */
async function maintain(args: readonly string[]): Promise<void> {
  const line = readCommand(args)
  if ('words' in line) return leave(line)
  const options = readOptions(line.data === null ? [] : ['--data', line.data], process.env)
  if ('words' in options) return leave(options)
  try {
    process.exit(await runMaintenance(line, { options, openStore, tell }))
  } catch (error) {
    leave(explain(error, options))
  }
}

/** One sentence for whatever went wrong; only what nobody foresaw is told in its own words. */
function explain(error: unknown, options: Options): Refusal {
  if (error instanceof Problem) {
    const card = Object.entries({ ...generalProblems, ...databaseProblems, ...backupProblems, ...sealingProblems }).find(
      ([code]) => code === error.code,
    )?.[1]
    return card ? { words: card.words, values: error.details } : refuse(problems.unexpected, error.message)
  }
  const code = codeOf(error)
  if (code === 'EADDRINUSE') return refuse(problems.takenPort, options.port)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return refuse(problems.wrongHost, options.host)
  if (code === 'EACCES' && error instanceof Error && 'syscall' in error && error.syscall === 'listen')
    return refuse(problems.forbiddenPort, options.port)
  return refuse(problems.unexpected, error instanceof Error ? error.message : error)
}

type OpenedDatabase = { readonly url: string; readonly adminUrl?: string; stop(): Promise<void> }

/** The database of DATABASE_URL, or the one in the data folder. */
async function openStore(options: Options, share: boolean): Promise<OpenedDatabase> {
  if (!options.databaseUrl) return await startEmbedded({ folder: options.data, share, log: (words) => tell(words) })
  refusePlain(options.databaseUrl, process.env)
  await openFolder(options.data)
  const url = spellOutTls(options.databaseUrl)
  const database = openDatabase(url, { max: 1 })
  await checkReachable(database, url).finally(() => database.close())
  return { url, stop: async () => {} }
}

/** Works beside a running program on the same data folder as well as alone. */
async function printLink(options: Options): Promise<void> {
  const store = await openStore(options, true)
  try {
    const running = options.isPortChosen || options.publicUrl ? null : await readAddress(options.data)
    const link = await makeSignInLink({
      databaseUrl: store.url,
      url: running ?? addressOf(options),
      dataFolder: options.data,
      forgetSecondFactor: options.forgetSecondFactor,
    })
    tell({ zh: '一次性登录链接：{link}', en: 'One-time sign-in link: {link}' }, { link })
  } finally {
    await store.stop()
  }
}

async function serve(options: Options): Promise<void> {
  // A wish to stop that comes while starting is remembered until there is something whole to stop.
  const stopping = Promise.withResolvers<'stop'>()
  let stage: 'starting' | 'running' | 'stopping' = 'starting'
  const stop = () => {
    if (stage === 'starting') tell({ zh: '正在停止，先收好已经开始的……', en: 'Stopping, once what has begun is put away…' })
    stage = 'stopping'
    stopping.resolve('stop')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, stop)
  endWithStarter(stop)

  await refusePort(options)
  // Of a database elsewhere there is nothing to put away.
  const opening = openStore(options, false)
  const store = options.databaseUrl ? await Promise.race([opening, stopping.promise]) : await opening
  if (store !== 'stop') {
    try {
      if (stage === 'starting')
        await startAndWait(options, store, stopping.promise, () => {
          if (stage === 'starting') stage = 'running'
          return stage === 'running'
        })
    } finally {
      await store.stop()
    }
  }
  tell({ zh: '已停止。', en: 'Stopped.' })
  process.exit(0)
}

async function startAndWait(options: Options, store: OpenedDatabase, stopping: Promise<unknown>, isWanted: () => boolean): Promise<void> {
  const server = await startServer({
    databaseUrl: store.url,
    adminUrl: store.adminUrl,
    port: options.port,
    host: options.host,
    publicUrl: options.publicUrl,
    trustProxy: options.trustProxy,
    dataFolder: options.data,
    inbox: options.inbox,
    allowPrivateDownloads: options.allowPrivateDownloads,
    allowPrivateChannels: options.allowPrivateChannels,
    allowPrivateSignIn: options.allowPrivateSignIn,
    webFolder: join(root, 'dist', 'web'),
    sample: options.sample,
    log: (words) => tell(words),
  })
  if (isWanted()) {
    tell({ zh: '常客已启动：{url}', en: 'Regulars is running at {url}' }, { url: server.url })
    const link = server.ownerLink
    if (link) tell({ zh: '负责人的一次性登录链接：{link}', en: "The owner's one-time sign-in link: {link}" }, { link })
  }
  await stopping
  await server.close()
}

if (import.meta.main) await main(process.argv.slice(2))
