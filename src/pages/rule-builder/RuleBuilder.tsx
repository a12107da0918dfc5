import type { ReactNode } from 'react'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { Rule } from '../../core/rule/rule.ts'
import { sayRule } from '../../core/rule/say-rule.ts'
import { useCustoms } from '../../fields/web/use-customs.ts'
import { useSay } from '../../ui/language.tsx'
import { RuleGroup } from './RuleGroup.tsx'
import './rule-builder.css'

/**
 * Edits a rule, says it as a sentence while it is edited, and leaves room for a live count. The rule handed on may
 * still lack a value: `isReady(rule, dictionary)` tells when it can be asked.
 */
export function RuleBuilder(props: {
  readonly rule: Rule
  readonly onChange: (rule: Rule) => void
  readonly dictionary: Dictionary
  readonly count?: ReactNode
}) {
  const say = useSay()
  const customs = useCustoms()
  return (
    <div className="rg-rule">
      <div className="rg-rule-said" aria-live="polite">
        <span className="rg-rule-sentence">{sayRule(props.rule, props.dictionary, customs)}</span>
        {props.count ? <span className="rg-rule-count">{props.count}</span> : null}
      </div>
      <RuleGroup rule={props.rule} onChange={props.onChange} dictionary={props.dictionary} />
      <p className="rg-hidden">
        {say({ zh: '每个条件都可以用 Tab 键逐项编辑。', en: 'Every condition can be edited with the Tab key, part by part.' })}
      </p>
    </div>
  )
}
