import type { ZodType, z } from 'zod'
import type { Words } from '../kit/words.ts'
import type { Right, Verb } from '../rights/rights.ts'

/** Who may. `owner` may all; `manager` all but people and keys; `member` the day's work. */
export const roles = ['owner', 'manager', 'member'] as const
export type Role = (typeof roles)[number]

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Whose records an action or a question is about, so that the pipeline can tell before anything is written whether its caller
 * may: by the kind's name (an entity's, a subject's of `Feature.subjects`, or a customer table's, whose rows follow their
 * customer) the place of the ids in the input, e.g. `{ customer: 'customerId' }`, `{ contact: 'id' }`, `{ customer: 'pairs.low' }`
 * (arrays on the way are walked through). Of a caller who may not do it with those very records none is told that they exist.
 * - `null`: of this kind, but none that the input names: something new, a list, a count. What is read is filtered.
 * - `'*'`: all records there are: only for callers whose rights reach as far.
 * - `'nothing'`: nobody's records: a password of one's own, the dictionary. Open to everybody of the standing `role`.
 */
export type About = 'nothing' | Readonly<Record<string, string | readonly string[] | null>>

/** What rights are asked of. */
type Guarded = {
  /** The lowest standing role that may. Roles that a firm makes itself go by `about`, `verb` and `right` instead. */
  readonly role: Role
  readonly about?: About
  /** What is done with those records. Left out: `read` of a question; of an action `remove` by DELETE, `create` where no id is named, else `change`. */
  readonly verb?: Verb
  /** Of an action: it changes nothing and shows what is kept; the audit tells it as a reading. */
  readonly reads?: true
  /** A right that is not about records, asked for besides. */
  readonly right?: Right
  /** Where in the input names of the customer's fields stand, as texts, arrays of them or keys: none may be hidden, and none of an action read-only. */
  readonly fieldsIn?: string | readonly string[]
  /**
   * Names of the customer's fields that it reads or writes whatever its input is. A question is refused to whoever may not see
   * one of them: of what is hidden it could count nothing, and would tell nought where there is much.
   */
  readonly fields?: readonly string[]
}

/**
 * A verb: what can be done, as a command. The route, the OpenAPI entry, the permission check, validation, idempotency
 * and the audit fact are read off this definition. The doing stands in the feature's `server/` under the same name.
 */
export type Action<I extends ZodType = ZodType, O extends ZodType = ZodType> = Guarded & {
  /** `create-customer`. */
  readonly name: string
  readonly label: Words
  readonly help?: Words
  readonly method: Exclude<Method, 'GET'>
  /** Under /api; `:id` is taken from the path and handed in as `input.id`. */
  readonly path: string
  readonly input: I
  /**
   * The entity whose fields of the firm's own may stand in the input beside those that it names: each may be left out, or
   * be null for "nothing known".
   */
  readonly withFieldsOf?: string
  readonly output: O
  /** What somebody may send as it stands (without what the path says), for the description of the API. A test sends it. */
  readonly example?: Readonly<Record<string, unknown>>
  /**
   * Fields of the input or of the answer that are never kept, e.g. passwords and keys: the audit log has dots in their
   * place, and so has the answer to a repeated call with the same idempotency key.
   */
  readonly secret?: readonly string[]
  /** It may stand in a journey as a step: done for whoever comes there, by the program itself. */
  readonly step?: ActionStep
}

/** How an action is written down as a step of a journey: everything but the customer, who is put in when somebody comes to it. */
export type ActionStep = {
  readonly label: Words
  readonly help?: Words
  /** The action's input without the customer. */
  readonly input: ZodType
  /** The place of the customer's id in the input; with `many` that of an array of ids, done once for all who come together. */
  readonly customer: string
  readonly many?: true
  /** Makes the action's input of the step's, where they differ, e.g. a day from so many days. */
  readonly fill?: (input: unknown, moment: { readonly now: Date; readonly timeZone: string; readonly journeyId: string }) => object
}

export function defineAction<I extends ZodType, O extends ZodType>(action: Action<I, O>): Action<I, O> {
  return action
}

/** A question: what can be asked and changes nothing. Answered over GET (small inputs) or POST (rules). */
export type Question<I extends ZodType = ZodType, O extends ZodType = ZodType> = Guarded & {
  readonly name: string
  readonly label: Words
  readonly help?: Words
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** The list in the answer whose items tell of people: the audit keeps how many were shown to whom. One under `/customers/:id` needs none. */
  readonly people?: string
  readonly input: I
  readonly output: O
  /** As of an action. */
  readonly example?: Readonly<Record<string, unknown>>
}

export function defineQuestion<I extends ZodType, O extends ZodType>(question: Question<I, O>): Question<I, O> {
  return question
}

export type InputOf<A extends { input: ZodType }> = z.output<A['input']>
export type AnswerOf<A extends { output: ZodType }> = z.input<A['output']>
/** What a caller sends, and what it gets back. */
export type RequestOf<A extends { input: ZodType }> = z.input<A['input']>
export type ReplyOf<A extends { output: ZodType }> = z.output<A['output']>

/** What an action or a question does with the records that it is about. */
export function verbOf(one: Pick<Action, 'about' | 'verb'> & { readonly method: Method }, isQuestion: boolean): Verb {
  if (one.verb) return one.verb
  if (isQuestion) return 'read'
  if (one.method === 'DELETE') return 'remove'
  const places = typeof one.about === 'object' ? Object.values(one.about) : []
  return places.every((place) => place === null) ? 'create' : 'change'
}

export function mayRun(actual: Role, needed: Role): boolean {
  return roles.indexOf(actual) <= roles.indexOf(needed)
}

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}
