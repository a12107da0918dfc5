import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Language, Words, WordValues } from '../core/kit/words.ts'

const problems = {
  unknownOption: {
    zh: '不认识的选项：{what}。可用的选项见 --help。',
    en: 'There is no such option: {what}. See --help for those there are.',
  },
  wrongPort: {
    zh: '端口 {what} 无效，应为 1 到 65535 的整数。',
    en: 'The port {what} is not valid; it is a whole number from 1 to 65535.',
  },
} satisfies Record<string, Words>

/** A failure that one sentence explains to whoever started the program. */
export type Refusal = { readonly words: Words; readonly values: WordValues }

export function refuse(words: Words, what: unknown): Refusal {
  return { words, values: { what: String(what) } }
}

export type Options = {
  readonly port: number
  readonly data: string
  readonly sample: boolean
  readonly link: boolean
  readonly help: boolean
  readonly databaseUrl: string | null
}

/** Reads the command line and the environment: the options, or why they are refused. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options | Refusal {
  const known = { port: { type: 'string' }, data: { type: 'string' }, sample: { type: 'boolean' }, link: { type: 'boolean' } } as const
  const parsed = parseArgs({ args: [...args], options: { ...known, help: { type: 'boolean', short: 'h' } }, strict: false, tokens: true })
  for (const token of parsed.tokens) {
    if (token.kind === 'positional') return refuse(problems.unknownOption, token.value)
    if (token.kind !== 'option') continue
    const takesValue = token.name === 'port' || token.name === 'data'
    const isKnown = takesValue || ['sample', 'link', 'help'].includes(token.name) || token.name === 'h'
    if (!isKnown || takesValue !== (token.value !== undefined)) return refuse(problems.unknownOption, token.rawName)
  }
  const { port, data, sample, link } = parsed.values
  const chosen = typeof port === 'string' ? port : environment['PORT'] || '3210'
  if (!/^\d{1,5}$/.test(chosen) || Number(chosen) < 1 || Number(chosen) > 65535) return refuse(problems.wrongPort, chosen)
  return {
    port: Number(chosen),
    data: resolve(typeof data === 'string' && data !== '' ? data : 'data'),
    sample: sample === true,
    link: link === true,
    help: parsed.values['help'] === true,
    databaseUrl: environment['DATABASE_URL'] || null,
  }
}

/** The reader's language by the environment; null when it does not tell, and both are shown. */
export function readLanguage(environment: NodeJS.ProcessEnv): Language | null {
  const value = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  if (/^zh/i.test(value)) return 'zh'
  return /^en/i.test(value) ? 'en' : null
}
