import type { ReactNode } from 'react'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { Rule } from '../../core/rule/rule.ts'

/** What every line of the builder takes. */
export type RowProps<R extends Rule = Rule> = {
  readonly rule: R
  readonly negated: boolean
  readonly onChange: (rule: Rule) => void
  readonly dictionary: Dictionary
}

export type GroupProps = {
  readonly rule: Rule
  readonly onChange: (rule: Rule) => void
  readonly dictionary: Dictionary
  readonly onRemove?: () => void
  /** Said before the choice of how the conditions hold together. */
  readonly title?: string
}

/** Draws a group inside a line; handed in, since lines stand in groups and may not import them. */
export type DrawGroup = (props: GroupProps) => ReactNode
