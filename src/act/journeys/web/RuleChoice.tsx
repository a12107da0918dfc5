import { Button } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { newFieldRule } from '../../../pages/rule-tree.ts'
import { useSay } from '../../../ui/language.tsx'
import type { Known } from './say-rule.ts'

type ChoiceProps = {
  readonly rule: Rule | undefined
  readonly known: Known
  readonly add: Words
  readonly onChange: (rule: Rule | undefined) => void
}

/** A rule that need not be there. */
export function RuleChoice({ rule, known, add, onChange }: ChoiceProps) {
  const say = useSay()
  const first = newFieldRule(known.dictionary)
  if (rule) return <OptionalRule rule={rule} dictionary={known.dictionary} onChange={onChange} />
  return <Button onClick={() => onChange({ all: first ? [first] : [] })}>{say(add)}</Button>
}

type OptionalProps = { readonly rule: Rule; readonly dictionary: Known['dictionary']; readonly onChange: (rule: Rule | undefined) => void }

export function OptionalRule({ rule, dictionary, onChange }: OptionalProps) {
  const say = useSay()
  return (
    <div>
      <RuleBuilder rule={rule} dictionary={dictionary} onChange={onChange} />
      <Button type="link" size="small" onClick={() => onChange(undefined)}>
        {say({ zh: '不设条件', en: 'Without a rule' })}
      </Button>
    </div>
  )
}
