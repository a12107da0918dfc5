import type { Rule } from './rule.ts'

/** A condition that is not made of others. */
export type Leaf = Exclude<Rule, { all: unknown } | { any: unknown } | { not: unknown }>

/** The conditions that a rule is made of, in order, each with its place in the rule, e.g. `rule.all.0.not`. */
export function placedLeaves(rule: Rule, path: string): { readonly leaf: Leaf; readonly path: string }[] {
  if ('all' in rule) return rule.all.flatMap((part, i) => placedLeaves(part, `${path}.all.${i}`))
  if ('any' in rule) return rule.any.flatMap((part, i) => placedLeaves(part, `${path}.any.${i}`))
  return 'not' in rule ? placedLeaves(rule.not, `${path}.not`) : [{ leaf: rule, path }]
}

export const leavesOf = (rule: Rule): Leaf[] => placedLeaves(rule, '').map(({ leaf }) => leaf)
