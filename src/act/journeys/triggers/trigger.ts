import type { ZodType } from 'zod'
import type { Words } from '../../../core/kit/words.ts'
import type { Rule } from '../../../core/rule/rule.ts'

/** The facts that let a customer in. */
export type Listening = {
  readonly event: string
  /** A condition on the fact's payload. */
  readonly where?: Rule
  /** A payload field, as text, that must be one of these. */
  readonly among?: { readonly field: string; readonly values: readonly string[] }
}

export type OpenTrigger = {
  /** null: nobody enters by itself. */
  readonly listensTo: Listening | null
  /** What must exist: checked when the journey is kept. */
  readonly segment?: string
  readonly stages?: readonly string[]
}

/** Everything about one way into a journey. */
export type TriggerKind = {
  readonly kind: string
  readonly label: Words
  readonly schema: ZodType
  readonly open: (trigger: unknown) => OpenTrigger
}

type Written<T> = Omit<TriggerKind, 'open' | 'schema'> & { readonly schema: ZodType<T>; readonly open: (trigger: T) => OpenTrigger }

export function defineTrigger<T>(kind: Written<T>): TriggerKind {
  return { ...kind, open: (trigger) => kind.open(kind.schema.parse(trigger)) }
}
