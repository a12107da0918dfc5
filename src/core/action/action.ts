import type { ZodType, z } from 'zod'
import type { Words } from '../kit/words.ts'

/** Who may. `owner` may all; `manager` all but people and keys; `member` the day's work. */
export const roles = ['owner', 'manager', 'member'] as const
export type Role = (typeof roles)[number]

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * A verb: what can be done, as a command. The route, the OpenAPI entry, the permission check, validation, idempotency
 * and the audit fact are read off this definition. The doing stands in the feature's `server/` under the same name.
 */
export type Action<I extends ZodType = ZodType, O extends ZodType = ZodType> = {
  /** `create-customer`. */
  readonly name: string
  readonly label: Words
  readonly help?: Words
  readonly method: Exclude<Method, 'GET'>
  /** Under /api; `:id` is taken from the path and handed in as `input.id`. */
  readonly path: string
  /** The lowest role that may. */
  readonly role: Role
  readonly input: I
  /**
   * The entity whose fields of the firm's own may stand in the input beside those that it names: each may be left out, or
   * be null for "nothing known".
   */
  readonly withFieldsOf?: string
  readonly output: O
  /**
   * Fields of the input or of the answer that are never kept, e.g. passwords and keys: the audit log has dots in their
   * place, and so has the answer to a repeated call with the same idempotency key.
   */
  readonly secret?: readonly string[]
}

export function defineAction<I extends ZodType, O extends ZodType>(action: Action<I, O>): Action<I, O> {
  return action
}

/** A question: what can be asked and changes nothing. Answered over GET (small inputs) or POST (rules). */
export type Question<I extends ZodType = ZodType, O extends ZodType = ZodType> = {
  readonly name: string
  readonly label: Words
  readonly help?: Words
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly role: Role
  readonly input: I
  readonly output: O
}

export function defineQuestion<I extends ZodType, O extends ZodType>(question: Question<I, O>): Question<I, O> {
  return question
}

export type InputOf<A extends { input: ZodType }> = z.output<A['input']>
export type AnswerOf<A extends { output: ZodType }> = z.input<A['output']>
/** What a caller sends, and what it gets back. */
export type RequestOf<A extends { input: ZodType }> = z.input<A['input']>
export type ReplyOf<A extends { output: ZodType }> = z.output<A['output']>

export function mayRun(actual: Role, needed: Role): boolean {
  return roles.indexOf(actual) <= roles.indexOf(needed)
}

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}
