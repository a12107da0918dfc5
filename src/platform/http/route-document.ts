import type { ZodType } from 'zod'
import type { Action, Question, Role } from '../../core/action/action.ts'
import type { Words } from '../../core/kit/words.ts'
import type { Cards } from '../actions/live-cards.ts'
import { liveInput, onlyNamed } from '../actions/live-input.ts'

/**
 * What a route says of itself for the description of the API; it stands where Fastify keeps a route's `schema`. Input is
 * checked in the pipeline of actions, never by this. A route without it is not described.
 */
export type RouteDocument = {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly params?: ZodType
  readonly querystring?: ZodType
  readonly body?: ZodType
  /** A body that can be sent as it stands; the least that fits where left out. */
  readonly example?: unknown
  /** Not under the name `response`: there Fastify would make something of every one of them, 2 MB in all. */
  readonly answer: ZodType
  /** What is made each time that the description is asked for: the firm's own fields are in it, or it need not be held until then. */
  readonly live?: (cards: Cards) => Partial<Pick<RouteDocument, 'params' | 'querystring' | 'body' | 'answer'>>
  /** Takes an `Idempotency-Key`. */
  readonly isWrite?: boolean
  /** Which of the security schemes; the API key or the session where left out. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
}

export const inBoth = (words: Words) => `${words.en} · ${words.zh}`

const roleWords: Readonly<Record<Role, Words>> = {
  owner: { zh: '需要负责人（owner）角色。', en: 'Needs the role owner.' },
  manager: { zh: '需要经理（manager）及以上角色。', en: 'Needs the role manager or above.' },
  member: { zh: '所有角色可用。', en: 'Every role may.' },
}

/** The document of an action or a question, read off its definition. */
export function documentDefinition(definition: Action | Question, isWrite: boolean): RouteDocument {
  const [, area = ''] = definition.path.split('/')
  const texts = [definition.help, roleWords[definition.role]].filter((words) => words !== undefined)
  return {
    operationId: definition.name,
    summary: inBoth(definition.label),
    description: (['en', 'zh'] as const)
      .map((language) => texts.map((words) => words[language]).join(language === 'en' ? ' ' : ''))
      .join('\n\n'),
    tags: [area],
    ...(definition.example === undefined ? {} : { example: definition.example }),
    answer: definition.output,
    isWrite,
    live: (cards) => documentInput(definition, cards),
  }
}

/** The input as it is taken apart on its way here: into the path, and the query or the body. */
function documentInput(definition: Action | Question, cards: Cards): Partial<RouteDocument> {
  const names = [...definition.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const rest = partOf(onlyNamed('withFieldsOf' in definition ? liveInput(definition, cards) : definition.input), names, 'omit')
  return {
    ...(names.length > 0 ? { params: partOf(definition.input, names, 'pick') } : {}),
    ...(definition.method === 'GET' ? { querystring: rest } : { body: rest }),
  }
}

/** An object schema with or without these of its fields; another schema stays as it is. */
function partOf(input: ZodType, names: readonly string[], how: 'omit' | 'pick'): ZodType {
  if (names.length === 0 || !(how in input)) return input
  const choose: unknown = Reflect.get(input, how)
  return typeof choose === 'function' ? choose.call(input, Object.fromEntries(names.map((name) => [name, true]))) : input
}
