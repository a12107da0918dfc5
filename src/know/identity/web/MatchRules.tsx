import { App, Button, Drawer, Switch } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { randomUuid } from '../../../ui/random-uuid.ts'
import type { MatchRule } from '../match-rule.ts'
import { listMatchRules, type readMatching, removeMatchRule, resetMatchRule, saveMatchRule } from '../matching-actions.ts'
import { sayRule } from '../say-rule.ts'
import { OutdatedNotice } from './MatchRun.tsx'
import { RuleForm } from './RuleForm.tsx'
import { useComparedFields } from './use-compared-fields.ts'

type Listed = ReplyOf<typeof listMatchRules>['rules'][number]
type Props = { readonly open: boolean; readonly onClose: () => void; readonly matching: ReplyOf<typeof readMatching> | undefined }

/** The rules: which are at work, what each compares and what that is worth; new ones, changed ones, and back to the standard. */
export function MatchRules({ open, onClose, matching }: Props) {
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
      {matching ? <OutdatedNotice matching={matching} may /> : null}
      <Answered of={asked}>
        {({ rules }) => (
          <>
            <NewRule />
            {rules.map((rule) => (
              <OneRule key={rule.key} listed={rule} />
            ))}
          </>
        )}
      </Answered>
    </Drawer>
  )
}

const emptyRule = (): MatchRule => ({
  key: `own-${randomUuid().slice(0, 13)}`,
  name: { zh: '', en: '' },
  of: 'person',
  says: 'same',
  conditions: [
    { field: 'name', comparison: 'same-sounding-name', points: 40, needed: true },
    { field: 'phone', comparison: 'last-8-digits', points: 40, needed: false },
  ],
  candidate: 70,
  certain: 95,
  isOn: true,
  merges: false,
})

function NewRule() {
  const say = useSay()
  const [rule, setRule] = useState<MatchRule | null>(null)
  const saySaved = useSaySaved()
  if (rule === null)
    return (
      <Button type="primary" className="rg-match-new" onClick={() => setRule(emptyRule())}>
        {say({ zh: '新建规则', en: 'New rule' })}
      </Button>
    )
  const end = (saved: boolean) => {
    setRule(null)
    if (saved) saySaved()
  }
  return (
    <section className="rg-match-rule">
      <RuleForm key={rule.key} rule={rule} isNew onEnd={end} />
    </section>
  )
}

function plainRule({ key, name, of, says, conditions, candidate, certain, isOn, merges }: Listed): MatchRule {
  return { key, name, of, says, conditions, candidate, certain, isOn, merges }
}

function OneRule({ listed }: { readonly listed: Listed }) {
  const say = useSay()
  const format = useFormat()
  const { labelOf } = useComparedFields()
  const [open, setOpen] = useState(false)
  const saySaved = useSaySaved()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const act = useAct(saveMatchRule)
  const rule = plainRule(listed)
  const turn = (isOn: boolean) =>
    act.mutate({ ...rule, isOn }, { onSuccess: saySaved, onError: (error) => void message.error(sayProblem(error)) })
  const end = (saved: boolean) => {
    setOpen(false)
    if (saved) saySaved()
  }
  return (
    <section className="rg-match-rule" aria-label={say(listed.name)}>
      <div className="rg-match-rule-head">
        <Switch
          checked={listed.isOn}
          loading={act.isPending}
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
        <Away listed={listed} />
      </div>
      {open ? <RuleForm rule={rule} isNew={false} onEnd={end} /> : <p className="rg-match-sentence">{say(sayRule(rule, labelOf))}</p>}
    </section>
  )
}

/** A rule of one's own can be removed; a standard one that was changed goes back to how it came. */
function Away({ listed }: { readonly listed: Listed }) {
  const say = useSay()
  const confirm = useConfirm()
  const remove = useAct(removeMatchRule)
  const reset = useAct(resetMatchRule)
  const { key, standard, changed } = listed
  const name = { name: say(listed.name) }
  if (standard && !changed) return null
  const ask = () =>
    standard
      ? confirm({
          title: { zh: '条件和分值恢复为标准规则？', en: 'Put conditions and points back to the standard?' },
          ok: { zh: '恢复', en: 'Reset' },
          run: async () => void (await reset.mutateAsync({ key })),
        })
      : confirm({
          title: say({ zh: '删除“{name}”？', en: 'Remove “{name}”?' }, name),
          content: { zh: '由它找到、待判断的也会移出。', en: 'The pairs that wait by it go, too.' },
          ok: { zh: '删除', en: 'Remove' },
          danger: true,
          run: async () => void (await remove.mutateAsync({ key })),
        })
  return (
    <Button
      size="small"
      type="link"
      loading={remove.isPending || reset.isPending}
      aria-label={
        standard ? say({ zh: '恢复标准：{name}', en: 'Reset: {name}' }, name) : say({ zh: '删除：{name}', en: 'Remove: {name}' }, name)
      }
      onClick={ask}
    >
      {standard ? say({ zh: '恢复标准', en: 'Reset' }) : say({ zh: '删除', en: 'Remove' })}
    </Button>
  )
}

function useSaySaved(): () => void {
  const say = useSay()
  const { message } = App.useApp()
  return () => void message.success(say({ zh: '规则已保存', en: 'The rule was saved' }))
}
