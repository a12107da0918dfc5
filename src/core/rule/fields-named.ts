import type { Rule } from './rule.ts'

/** The fields of the record itself that a rule compares, each as often as it occurs; not those of facts or of segments. */
export function fieldsNamed(rule: Rule): string[] {
  if ('all' in rule) return rule.all.flatMap(fieldsNamed)
  if ('any' in rule) return rule.any.flatMap(fieldsNamed)
  if ('not' in rule) return fieldsNamed(rule.not)
  if ('field' in rule) return [rule.field]
  if ('tier' in rule) return ['tier']
  return 'stage' in rule ? ['stage'] : []
}
