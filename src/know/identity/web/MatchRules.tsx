import { App, Button, Drawer, InputNumber, Switch } from 'antd'
import { useId, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { call } from '../../../ui/call.ts'
import { comparisons } from '../comparisons.ts'
import type { MatchCondition, MatchRule } from '../match-rule.ts'
import { listMatchRules, saveMatchRule, tryMatchRule } from '../matching-actions.ts'
import { Evidence, labelOf } from './Evidence.tsx'

type Listed = ReplyOf<typeof listMatchRules>['rules'][number]
type Tried = ReplyOf<typeof tryMatchRule>

/** The rules: which are at work, what each comparison is worth, from where on a pair is likely or certain. */
export function MatchRules({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const say = useSay()
  const asked = useAsk(listMatchRules, {}, { when: open })
  return (
    <Drawer open={open} onClose={onClose} size={640} destroyOnHidden title={say({ zh: '查重规则', en: 'Matching rules' })}>
      <p className="rg-note">
        {say({
          zh: '各项满足时得分相加，满分 100。达到“疑似”分数的进入待判断列表；达到“确定”分数的可一键合并，打开“自动合并”的规则会直接合并（随时可以拆分）。',
          en: 'The points of what holds are added up, 100 at most. From “likely” on a pair waits in the queue; from “certain” on it merges with one press, or by itself where the rule may (it can be undone at any time).',
        })}
      </p>
      <Answered of={asked}>
        {({ rules }) => (
          <>
            {rules.map((rule) => (
              <RuleEditor key={rule.key} listed={rule} />
            ))}
          </>
        )}
      </Answered>
    </Drawer>
  )
}

function plainRule({ key, name, of, says, conditions, candidate, certain, isOn, merges }: Listed): MatchRule {
  return { key, name, of, says, conditions, candidate, certain, isOn, merges }
}

function RuleEditor({ listed }: { readonly listed: Listed }) {
  const say = useSay()
  const format = useFormat()
  const [draft, setDraft] = useState<MatchRule | null>(null)
  const [open, setOpen] = useState(false)
  const rule = draft ?? plainRule(listed)
  const saving = useSaving(() => setDraft(null))
  const turn = (isOn: boolean) => saving.save({ ...plainRule(listed), isOn })
  const set = (change: Partial<MatchRule>) => setDraft({ ...rule, ...change })
  return (
    <section className="rg-match-rule" aria-label={say(listed.name)}>
      <div className="rg-match-rule-head">
        <Switch
          checked={listed.isOn}
          loading={saving.busy}
          onChange={turn}
          aria-label={say({ zh: '启用“{name}”', en: 'Use “{name}”' }, { name: say(listed.name) })}
        />
        <h2>{say(listed.name)}</h2>
        <span className="rg-match-none">
          {listed.open > 0 ? say({ zh: '{n} 对待判断', en: '{n} {n|pair waits|pairs wait}' }, { n: format.count(listed.open) }) : ''}
        </span>
        <Button size="small" type="link" onClick={() => setOpen(!open)} aria-expanded={open}>
          {open ? say({ zh: '收起', en: 'Close' }) : say({ zh: '调整', en: 'Adjust' })}
        </Button>
      </div>
      {open ? (
        <>
          <Conditions conditions={rule.conditions} onChange={(conditions) => set({ conditions })} />
          <Thresholds rule={rule} onChange={set} />
          <Trial rule={rule} />
          <div className="rg-match-buttons">
            <Button type="primary" size="small" disabled={draft === null} loading={saving.busy} onClick={() => saving.save(rule)}>
              {say({ zh: '保存', en: 'Save' })}
            </Button>
            <Button size="small" disabled={draft === null} onClick={() => setDraft(null)}>
              {say({ zh: '还原', en: 'Put back' })}
            </Button>
          </div>
        </>
      ) : null}
    </section>
  )
}

function useSaving(onSaved: () => void) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const act = useAct(saveMatchRule)
  return {
    busy: act.isPending,
    save: (rule: MatchRule) =>
      act.mutate(rule, {
        onSuccess: () => {
          onSaved()
          void message.success(say({ zh: '规则已保存', en: 'The rule was saved' }))
        },
        onError: (error) => void message.error(sayProblem(error)),
      }),
  }
}

type ConditionsProps = { readonly conditions: readonly MatchCondition[]; readonly onChange: (conditions: MatchCondition[]) => void }

function Conditions({ conditions, onChange }: ConditionsProps) {
  const say = useSay()
  return (
    <table className="rg-match-conditions">
      <thead className="rg-hidden">
        <tr>
          <th scope="col">{say({ zh: '比较', en: 'Comparison' })}</th>
          <th scope="col">{say({ zh: '分值', en: 'Points' })}</th>
        </tr>
      </thead>
      <tbody>
        {conditions.map((condition, i) => {
          const comparison = comparisons[condition.comparison]
          const what = `${say(labelOf(condition.field) ?? { zh: condition.field, en: condition.field })} · ${comparison ? say(comparison.label) : condition.comparison}`
          const points = (value: number | null) =>
            onChange(conditions.map((each, j) => (i === j ? { ...each, points: Math.round(value ?? 0) } : each)))
          return (
            <tr key={`${condition.field} ${condition.comparison}`}>
              <td>
                {what} {condition.needed ? <span className="rg-match-none">{say({ zh: '（必须满足）', en: '(needed)' })}</span> : null}
                {comparison?.measure ? <small>{say(comparison.measure)}</small> : null}
              </td>
              <td>
                <InputNumber
                  size="small"
                  min={-100}
                  max={100}
                  value={condition.points}
                  onChange={points}
                  aria-label={`${what} · ${say({ zh: '分值', en: 'points' })}`}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Thresholds({ rule, onChange }: { readonly rule: MatchRule; readonly onChange: (change: Partial<MatchRule>) => void }) {
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

function Trial({ rule }: { readonly rule: MatchRule }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [tried, setTried] = useState<Tried | null>(null)
  const [busy, setBusy] = useState(false)
  const attempt = async () => {
    setBusy(true)
    try {
      setTried(await call(tryMatchRule, { rule }))
    } catch (error) {
      void message.error(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button size="small" loading={busy} onClick={() => void attempt()} style={{ marginBottom: 8 }}>
        {say({ zh: '试一试', en: 'Try it' })}
      </Button>
      {tried ? <TriedWords tried={tried} rule={rule} /> : null}
    </>
  )
}

function TriedWords({ tried, rule }: { readonly tried: Tried; readonly rule: MatchRule }) {
  const say = useSay()
  const format = useFormat()
  const values = { n: format.count(tried.pairs), of: format.count(tried.customers), certain: format.count(tried.certain) }
  return (
    <div className="rg-match-tried" role="status">
      {tried.whole
        ? say(
            {
              zh: '全部 {of} 位客户中找到 {n} 对，其中 {certain} 对可以确定。',
              en: 'Among all {of} customers it finds {n} {n|pair|pairs}, {certain} of them certain.',
            },
            values,
          )
        : say(
            {
              zh: '最近建档的 {of} 位客户中找到 {n} 对，其中 {certain} 对可以确定。',
              en: 'Among the {of} newest customers it finds {n} {n|pair|pairs}, {certain} of them certain.',
            },
            values,
          )}
      {tried.examples.map((example) => (
        <Evidence
          key={example.ids.join()}
          said={{ ...example, says: rule.says, certain: example.score >= rule.certain }}
          about={example.names.map((name) => name ?? '—').join(' ~ ')}
        />
      ))}
    </div>
  )
}
