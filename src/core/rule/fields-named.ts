import { leavesOf } from './leaves.ts'
import type { Rule } from './rule.ts'

/** The fields of the record itself that a rule compares, each as often as it occurs; not those of facts or of segments. */
export function fieldsNamed(rule: Rule): string[] {
  return leavesOf(rule).flatMap((leaf) => {
    if ('field' in leaf) return [leaf.field]
    if ('tier' in leaf) return ['tier']
    return 'stage' in leaf ? ['stage'] : []
  })
}
