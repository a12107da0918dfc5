import { Input, Radio } from 'antd'
import { useId } from 'react'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { everybody, isEverybody } from '../../../core/rule/rule.ts'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { firstRule } from '../../../pages/rule-tree.ts'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { AudienceCount } from './AudienceCount.tsx'
import type { StepProps } from './campaign-draft.ts'
import { Overlap } from './Overlap.tsx'

/** What it is called, what it is for, and for whom, with the live count and whom else they hear from. */
export function AudienceStep(props: StepProps & { readonly dictionary: Dictionary }) {
  const say = useSay()
  const { draft, change, dictionary, isLocked, isRuleReady, id } = props
  const ids = { name: useId(), goal: useId() }
  return (
    <>
      <Section>
        <div className="rg-form-line">
          <label htmlFor={ids.name}>{say({ zh: '活动名称', en: 'Name' })}</label>
          <Input
            id={ids.name}
            value={draft.name}
            maxLength={100}
            onChange={({ target }) => change({ name: target.value })}
            className="rg-campaign-name"
          />
        </div>
        <div className="rg-form-line">
          <label htmlFor={ids.goal}>{say({ zh: '目标', en: 'Goal' })}</label>
          <Input.TextArea
            id={ids.goal}
            value={draft.goal}
            maxLength={500}
            autoSize={{ minRows: 1, maxRows: 4 }}
            onChange={({ target }) => change({ goal: target.value })}
          />
          <p className="rg-form-help">
            {say({
              zh: '用一句话写下想达到什么，之后照着它看结果。',
              en: 'In one sentence, what it is to achieve; the result is read against it.',
            })}
          </p>
        </div>
      </Section>
      <Section title={{ zh: '发给谁', en: 'For whom' }}>
        <Radio.Group
          aria-label={say({ zh: '发给谁', en: 'For whom' })}
          disabled={isLocked}
          value={isEverybody(draft.audience) ? 'all' : 'rule'}
          onChange={({ target }) => change({ audience: target.value === 'all' ? everybody : firstRule(dictionary) })}
          options={[
            { value: 'rule', label: say({ zh: '符合条件的客户', en: 'Customers who match a rule' }) },
            { value: 'all', label: say({ zh: '所有客户', en: 'All customers' }) },
          ]}
        />
        {isEverybody(draft.audience) || isLocked ? null : (
          <RuleBuilder rule={draft.audience} onChange={(audience) => change({ audience })} dictionary={dictionary} />
        )}
      </Section>
      {isRuleReady ? (
        <>
          <AudienceCount draft={draft} id={id} />
          <Overlap draft={draft} id={id} />
        </>
      ) : null}
    </>
  )
}
