import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isLoopback } from '../core/kit/loopback.ts'
import type { Language, Words, WordValues } from '../core/kit/words.ts'

/** What can be wrong with the command line itself. */
export const lineProblems = {
  unknownOption: {
    zh: '不认识的选项：{what}。可用的选项见 --help。',
    en: 'There is no such option: {what}. See --help for those there are.',
  },
  missingValue: {
    zh: '选项 {what} 后面要写一个值，例如 --port 3210 或 --data ./data；写法见 --help。',
    en: 'The option {what} needs a value after it, like --port 3210 or --data ./data; --help says which.',
  },
  noValue: {
    zh: '选项 {what} 后面不带值，单独写就行。',
    en: 'The option {what} takes no value; it stands alone.',
  },
  wrongPlace: {
    zh: '备份位置 {what} 的写法不对：应为一个文件夹，或 S3 兼容存储的地址，例如 https://s3.example.com/bucket/folder。',
    en: 'The place of backups {what} is not written as one: it is a folder, or the address of S3-compatible storage like https://s3.example.com/bucket/folder.',
  },
} satisfies Record<string, Words>

const problems = {
  onlyWithLink: {
    zh: '{what} 要和 --link 一起用：npm start -- --link {what}',
    en: '{what} goes with --link: npm start -- --link {what}',
  },
  wrongPort: {
    zh: '端口 {what} 无效，应为 1 到 65535 的整数。',
    en: 'The port {what} is not valid; it is a whole number from 1 to 65535.',
  },
  wrongHost: {
    zh: '监听地址 HOST={what} 无效，应为本机的一个 IP 地址或主机名，例如 0.0.0.0。',
    en: 'HOST={what} is not valid; it is an IP address or a name of this machine, like 0.0.0.0.',
  },
  plainNetwork: {
    zh: 'HOST={what} 会让别的机器以明文 HTTP 连进来，密码和客户资料在路上能被看到。请让程序只听 127.0.0.1，在前面加一层 HTTPS 反向代理；代理在别的机器或容器里的，请设置 TRUST_PROXY。若这个网络本身安全（隧道、自己的内网），请设置 HTTP_ALLOW_PLAIN=1。',
    en: 'HOST={what} lets other machines in by plain HTTP, and passwords and customers could be read on the way. Listen on 127.0.0.1 with an HTTPS proxy in front; where the proxy is in another container or machine, set TRUST_PROXY. If this network is safe by itself (a tunnel, one of your own), set HTTP_ALLOW_PLAIN=1.',
  },
  wrongAddress: {
    zh: '公开网址 PUBLIC_URL={what} 无效，应形如 https://crm.example.com，不带路径。',
    en: 'PUBLIC_URL={what} is not valid; it reads like https://crm.example.com, without a path.',
  },
  wrongDatabase: {
    zh: 'DATABASE_URL 应以 postgres:// 开头，这里以“{what}”开头。请填写 PostgreSQL 的地址，例如 postgres://用户:密码@主机:5432/数据库。',
    en: 'DATABASE_URL has to begin with postgres://, and this one begins with “{what}”. Give the address of a PostgreSQL, like postgres://user:password@host:5432/database.',
  },
  wrongProxy: {
    zh: 'TRUST_PROXY={what} 无效，应为前面代理的层数（如 1），或它们的 IP 地址（以逗号分隔）。',
    en: 'TRUST_PROXY={what} is not valid; it is how many proxies stand in front (like 1), or their IP addresses with commas between.',
  },
  wrongLevel: {
    zh: 'LOG_LEVEL={what} 无效，应为 error、warn、info 之一，或 silent（什么都不记）。',
    en: 'LOG_LEVEL={what} is not valid; it is error, warn or info, or silent for nothing at all.',
  },
} satisfies Record<string, Words>

const levels = ['silent', 'error', 'warn', 'info']

/** A failure that one sentence explains to whoever started the program. */
export type Refusal = { readonly words: Words; readonly values: WordValues }

export function refuse(words: Words, what: unknown): Refusal {
  return { words, values: { what: String(what) } }
}

export type Options = {
  readonly port: number
  /** Where it is not, a link leads to where the program runs already. */
  readonly isPortChosen: boolean
  /** The address of this machine to listen on; this machine alone where nothing is said. */
  readonly host: string
  /** Where people reach the program, for links in mails; null: by this machine's own name. */
  readonly publicUrl: string | null
  /** How many proxies stand before the program, or their addresses; null: none is believed. */
  readonly trustProxy: number | string | null
  readonly data: string
  /** Where scheduled imports look for files; null: `inbox` in the data folder. */
  readonly inbox: string | null
  /** Scheduled imports may fetch from the own network, and over plain http. */
  readonly allowPrivateDownloads: boolean
  readonly allowPrivateChannels: boolean
  /** A sign-in provider (OIDC) may stand in the own network, and be reached over plain http. */
  readonly allowPrivateSignIn: boolean
  readonly sample: boolean
  readonly link: boolean
  /** With `link`: takes the owner's second factor away. */
  readonly forgetSecondFactor: boolean
  readonly help: boolean
  readonly databaseUrl: string | null
}

/** Reads the command line and the environment: the options, or why they are refused. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options | Refusal {
  const known = { port: { type: 'string' }, data: { type: 'string' }, sample: { type: 'boolean' }, link: { type: 'boolean' } } as const
  const parsed = parseArgs({ args: [...args], options: { ...known, help: { type: 'boolean', short: 'h' } }, strict: false, tokens: true })
  const wrong = refuseTokens(parsed.tokens, ['port', 'data'], ['sample', 'link', 'forget-second-factor', 'help', 'h'])
  if (wrong) return wrong
  if (parsed.values['forget-second-factor'] === true && parsed.values.link !== true)
    return refuse(problems.onlyWithLink, '--forget-second-factor')
  const { port, data, sample, link } = parsed.values
  const chosen = typeof port === 'string' ? port : environment['PORT'] || '3210'
  if (!/^\d{1,5}$/.test(chosen) || Number(chosen) < 1 || Number(chosen) > 65535) return refuse(problems.wrongPort, chosen)
  const level = environment['LOG_LEVEL'] || 'warn'
  if (!levels.includes(level)) return refuse(problems.wrongLevel, level)
  const network = readNetwork(environment)
  if ('words' in network) return network
  const address = environment['DATABASE_URL'] ?? ''
  // Without more than its beginning, for a password may stand behind it.
  if (address !== '' && !/^(?:postgres(?:ql)?:\/\/|socket:|\/)/.test(address))
    return refuse(problems.wrongDatabase, /^[\w+.-]{1,20}(?:[:/]\/?\/?)?/.exec(address)?.[0] ?? address.slice(0, 1))
  return {
    port: Number(chosen),
    isPortChosen: typeof port === 'string' || Boolean(environment['PORT']),
    ...network,
    data: resolve(typeof data === 'string' ? data : 'data'),
    inbox: environment['IMPORT_INBOX'] ? resolve(environment['IMPORT_INBOX']) : null,
    allowPrivateDownloads: environment['IMPORT_ALLOW_PRIVATE'] === '1',
    allowPrivateChannels: environment['CHANNELS_ALLOW_PRIVATE'] === '1',
    allowPrivateSignIn: environment['SIGN_IN_ALLOW_PRIVATE'] === '1',
    sample: sample === true,
    link: link === true,
    forgetSecondFactor: link === true && parsed.values['forget-second-factor'] === true,
    help: parsed.values['help'] === true,
    databaseUrl: environment['DATABASE_URL'] || null,
  }
}

/**
 * Nobody is served by plain HTTP over a network unless whoever runs the program says that this one is safe. What
 * listens nowhere (a new link, the commands beside the program) does not ask.
 */
export function refusePlainNetwork({ host, trustProxy, link }: Options, environment: NodeJS.ProcessEnv): Refusal | null {
  const isSafe = link || isLoopback(host) || trustProxy !== null || environment['HTTP_ALLOW_PLAIN'] === '1'
  return isSafe ? null : refuse(problems.plainNetwork, host)
}

type Token = {
  readonly kind: string
  readonly name?: string
  readonly rawName?: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

/**
 * What is wrong with the parts of a command line.
 * @param mostNames how many words may stand there that belong to no option
 */
export function refuseTokens(
  tokens: readonly Token[],
  withValue: readonly string[],
  alone: readonly string[],
  mostNames = 0,
): Refusal | null {
  let names = 0
  for (const { kind, name = '', rawName = '', value, inlineValue } of tokens) {
    if (kind === 'positional' && ++names > mostNames) return refuse(lineProblems.unknownOption, value)
    if (kind !== 'option') continue
    if (!withValue.includes(name) && !alone.includes(name)) return refuse(lineProblems.unknownOption, rawName)
    // The next option is not what this one was to be given, nor is a variable of the shell that holds nothing.
    const isMissing = !value || (inlineValue === false && value.startsWith('-'))
    if (withValue.includes(name) && isMissing) return refuse(lineProblems.missingValue, rawName)
    if (alone.includes(name) && value !== undefined) return refuse(lineProblems.noValue, rawName)
  }
  return null
}

/** @returns where to listen and how the world comes here, or what is wrong with it */
function readNetwork(environment: NodeJS.ProcessEnv): Pick<Options, 'host' | 'publicUrl' | 'trustProxy'> | Refusal {
  const { HOST: host = '', PUBLIC_URL: address = '', TRUST_PROXY: proxy = '' } = environment
  if (!/^[\w.:-]*$/.test(host)) return refuse(problems.wrongHost, host)
  const url = URL.parse(address)
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
  if (address !== '' && !isPlain) return refuse(problems.wrongAddress, address)
  const addresses = proxy.split(',').map((one) => one.trim())
  const isProxy = /^[1-9]$/.test(proxy) || addresses.every((one) => isIP(one.replace(/\/\d{1,3}$/, '')) > 0)
  if (proxy !== '' && !isProxy) return refuse(problems.wrongProxy, proxy)
  return {
    host: host || '127.0.0.1',
    publicUrl: url?.origin ?? null,
    trustProxy: proxy === '' ? null : /^\d$/.test(proxy) ? Number(proxy) : addresses.join(','),
  }
}

/** The reader's language by the environment; null when it does not tell, and both are shown. */
export function readLanguage(environment: NodeJS.ProcessEnv): Language | null {
  const value = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  if (/^zh/i.test(value)) return 'zh'
  return /^en/i.test(value) ? 'en' : null
}
