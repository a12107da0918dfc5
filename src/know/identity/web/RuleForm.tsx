import { Alert, Button, Input, InputNumber, Segmented, Switch } from 'antd'
import { useId, useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import type { MatchRule } from '../match-rule.ts'
import { saveMatchRule } from '../matching-actions.ts'
import { sayRule } from '../say-rule.ts'
import { RuleConditions } from './RuleConditions.tsx'
import { RuleTrial } from './RuleTrial.tsx'
import { useComparedFields } from './use-compared-fields.ts'

type Change = (change: Partial<MatchRule>) => void

/** A rule being made or changed: its name, what it compares, from where on it holds; said as a sentence and tried before it is kept. */
export function RuleForm(props: { readonly rule: MatchRule; readonly isNew: boolean; readonly onEnd: (saved: boolean) => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { labelOf } = useComparedFields()
  const [rule, setRule] = useState(props.rule)
  const [wrong, setWrong] = useState<string | null>(null)
  const act = useAct(saveMatchRule)
  const set: Change = (change) => {
    setWrong(null)
    setRule({ ...rule, ...change })
  }
  const save = () => {
    if (say(rule.name).trim() === '') return setWrong(say({ zh: '请给规则起个名字。', en: 'Give the rule a name.' }))
    act.mutate(rule, { onSuccess: () => props.onEnd(true), onError: (error) => setWrong(sayProblem(error)) })
  }
  return (
    <form
      className="rg-match-form"
      aria-label={props.isNew ? say({ zh: '新建规则', en: 'New rule' }) : say(props.rule.name)}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <About rule={rule} isNew={props.isNew} onChange={set} />
      <RuleConditions conditions={rule.conditions} onChange={(conditions) => set({ conditions })} />
      <Thresholds rule={rule} onChange={set} />
      <p className="rg-match-sentence">{say(sayRule(rule, labelOf))}</p>
      <RuleTrial rule={{ ...rule, name: nameOrKey(rule) }} />
      <div role="alert">{wrong === null ? null : <Alert type="error" showIcon title={wrong} className="rg-match-wrong" />}</div>
      <div className="rg-match-buttons">
        <Button type="primary" size="small" htmlType="submit" disabled={!props.isNew && rule === props.rule} loading={act.isPending}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
        <Button size="small" onClick={() => props.onEnd(false)}>
          {say({ zh: '取消', en: 'Cancel' })}
        </Button>
      </div>
    </form>
  )
}

/** What is tried may have no name yet. */
function nameOrKey({ name, key }: MatchRule): MatchRule['name'] {
  return name.zh.trim() !== '' && name.en.trim() !== '' ? name : { zh: key, en: key }
}

function About({ rule, isNew, onChange }: { readonly rule: MatchRule; readonly isNew: boolean; readonly onChange: Change }) {
  const say = useSay()
  const { language } = useLanguage()
  const id = useId()
  const other = language === 'zh' ? 'en' : 'zh'
  // What has one name for both is called anew in both; a rule with a name of its own in the other language keeps that.
  const call = (text: string) =>
    onChange({
      name: isNew || rule.name.zh === rule.name.en ? { zh: text, en: text } : { ...rule.name, [language]: text, [other]: rule.name[other] },
    })
  return (
    <div className="rg-match-about">
      <label htmlFor={`${id}name`}>
        {say({ zh: '规则名称', en: 'Name of the rule' })}
        <Input
          id={`${id}name`}
          value={rule.name[language]}
          maxLength={100}
          onChange={(event) => call(event.target.value)}
          autoFocus={isNew}
        />
      </label>
      <Segmented<MatchRule['of']>
        value={rule.of}
        aria-label={say({ zh: '适用于', en: 'Compares' })}
        onChange={(of) => onChange({ of, ...(of === 'company' ? { says: 'same' as const } : {}) })}
        options={[
          { value: 'person', label: say({ zh: '个人', en: 'People' }) },
          { value: 'company', label: say({ zh: '企业', en: 'Companies' }) },
        ]}
      />
      <Segmented<MatchRule['says']>
        value={rule.says}
        aria-label={say({ zh: '判为', en: 'Takes them for' })}
        onChange={(says) => onChange({ says, ...(says === 'household' ? { merges: false } : {}) })}
        options={[
          { value: 'same', label: say({ zh: '同一位', en: 'One customer' }) },
          { value: 'household', label: say({ zh: '一家人', en: 'One household' }), disabled: rule.of === 'company' },
        ]}
      />
    </div>
  )
}

function Thresholds({ rule, onChange }: { readonly rule: MatchRule; readonly onChange: Change }) {
  const say = useSay()
  const id = useId()
  const number = (name: 'candidate' | 'certain', label: string) => (
    <label htmlFor={id + name}>
      {label}
      <InputNumber
        id={id + name}
        size="small"
        min={1}
        max={100}
        value={rule[name]}
        onChange={(value) => onChange(name === 'candidate' ? { candidate: Math.round(value ?? 1) } : { certain: Math.round(value ?? 1) })}
      />
    </label>
  )
  return (
    <div className="rg-match-thresholds">
      {number('candidate', say({ zh: '疑似，从', en: 'Likely from' }))}
      {rule.says === 'same' ? (
        <>
          {number('certain', say({ zh: '确定，从', en: 'Certain from' }))}
          <label htmlFor={`${id}merges`}>
            <Switch id={`${id}merges`} size="small" checked={rule.merges} onChange={(merges) => onChange({ merges })} />
            {say({ zh: '确定的自动合并', en: 'Merge certain ones by itself' })}
          </label>
        </>
      ) : null}
    </div>
  )
}
