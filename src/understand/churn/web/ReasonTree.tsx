import { PlusOutlined } from '@ant-design/icons'
import { Alert, App, Button, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { randomUuid } from '../../../ui/random-uuid.ts'
import { saveChurnReasons } from '../actions.ts'
import type { readChurnSettings } from '../questions.ts'

type Reason = ReplyOf<typeof readChurnSettings>['reasons'][number]
type Props = { readonly reasons: readonly Reason[]; readonly may: boolean }

const newKey = (parent: string | null) => `${parent === null ? '' : `${parent}.`}own-${randomUuid().slice(0, 8)}`

/** The firm's own reasons, two levels deep, with the words that point to each. */
export function ReasonTree({ reasons, may }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const save = useAct(saveChurnReasons)
  const [draft, setDraft] = useState<readonly Reason[]>(reasons)
  const isChanged = JSON.stringify(draft) !== JSON.stringify(reasons)
  const isReady = draft.every(({ label }) => label.zh.trim() !== '' && label.en.trim() !== '')
  const change = (key: string, patch: Partial<Reason>) => setDraft(draft.map((one) => (one.key === key ? { ...one, ...patch } : one)))
  const add = (parent: string | null) =>
    setDraft([...draft, { key: newKey(parent), parent, label: { zh: '', en: '' }, words: [], retired: false }])
  const run = async () => {
    const given = draft.map(({ key, label, words, retired }) => ({ key, label, words, retired }))
    const answer = await save.mutateAsync({ reasons: given }).catch(() => null)
    if (answer) void message.success(say({ zh: '原因已保存', en: 'The reasons were saved' }))
  }
  return (
    <div className="rg-form">
      <p className="rg-filter-hint">
        {say({
          zh: '“提到的词”出现在互动记录里时，会自动填上这个原因；人工填写的不会被改动。用过的原因可以停用，不能删去。',
          en: 'Where its words occur in a conversation the reason is filled in by itself; what a person filled in stands. What was used can be retired, not taken out.',
        })}
      </p>
      {draft
        .filter(({ parent }) => parent === null)
        .map((group) => (
          <fieldset key={group.key} className="rg-churn-tree" disabled={!may}>
            <legend>{say(group.label)}</legend>
            {[group, ...draft.filter(({ parent }) => parent === group.key)].map((one) => (
              <ReasonEdit key={one.key} reason={one} may={may} onChange={(patch) => change(one.key, patch)} />
            ))}
            {may ? (
              <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => add(group.key)}>
                {say({ zh: '在“{name}”下添加', en: 'Add under “{name}”' }, { name: say(group.label) })}
              </Button>
            ) : null}
          </fieldset>
        ))}
      {save.error ? <Alert type="error" showIcon role="alert" title={sayProblem(save.error)} /> : null}
      {may ? (
        <div className="rg-form-foot">
          <Button icon={<PlusOutlined />} onClick={() => add(null)}>
            {say({ zh: '添加一级原因', en: 'Add a reason' })}
          </Button>
          <Button type="primary" disabled={!isChanged || !isReady} loading={save.isPending} onClick={() => void run()}>
            {say({ zh: '保存', en: 'Save' })}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

type EditProps = { readonly reason: Reason; readonly may: boolean; readonly onChange: (patch: Partial<Reason>) => void }

function ReasonEdit({ reason, may, onChange }: EditProps) {
  const say = useSay()
  const name = say(reason.label) || say({ zh: '新原因', en: 'New reason' })
  const labelled = (words: { zh: string; en: string }) => say(words, { name })
  return (
    <div className="rg-churn-tree-line" data-level={reason.parent === null ? 1 : 2}>
      <Input
        disabled={!may}
        maxLength={20}
        value={reason.label.zh}
        aria-label={labelled({ zh: '“{name}”的中文名', en: 'Chinese name of “{name}”' })}
        onChange={(event) => onChange({ label: { ...reason.label, zh: event.target.value } })}
      />
      <Input
        disabled={!may}
        maxLength={40}
        value={reason.label.en}
        aria-label={labelled({ zh: '“{name}”的英文名', en: 'English name of “{name}”' })}
        onChange={(event) => onChange({ label: { ...reason.label, en: event.target.value } })}
      />
      <Select<string[]>
        mode="tags"
        open={false}
        suffixIcon={null}
        disabled={!may}
        maxTagCount="responsive"
        value={[...reason.words]}
        placeholder={say({ zh: '提到的词', en: 'Words that point to it' })}
        aria-label={labelled({ zh: '指向“{name}”的词', en: 'Words that point to “{name}”' })}
        onChange={(words) =>
          onChange({
            words: words
              .map((word) => word.trim())
              .filter((word) => word !== '')
              .slice(0, 30),
          })
        }
      />
      <Switch
        disabled={!may}
        checked={!reason.retired}
        aria-label={labelled({ zh: '使用“{name}”', en: 'Use “{name}”' })}
        checkedChildren={say({ zh: '在用', en: 'In use' })}
        unCheckedChildren={say({ zh: '停用', en: 'Retired' })}
        onChange={(used) => onChange({ retired: !used })}
      />
    </div>
  )
}
