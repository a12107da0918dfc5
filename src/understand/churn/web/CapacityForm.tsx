import { Alert, App, Button, InputNumber } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { saveChurnCapacity } from '../actions.ts'
import type { ChurnCapacity } from '../definition.ts'
import type { readChurnSettings } from '../questions.ts'

type Props = {
  readonly capacity: ChurnCapacity
  readonly colleagues: ReplyOf<typeof readChurnSettings>['colleagues']
  readonly may: boolean
}

/** How many each looks after at a time. The list is never longer. */
export function CapacityForm({ capacity, colleagues, may }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const save = useAct(saveChurnCapacity)
  const [draft, setDraft] = useState(capacity)
  const isChanged = JSON.stringify(draft) !== JSON.stringify(capacity)
  const run = async () => {
    const answer = await save.mutateAsync(draft).catch(() => null)
    if (answer) void message.success(say({ zh: '已保存，名单新增 {n} 位', en: 'Saved; {n} came onto the list' }, { n: answer.added }))
  }
  const setPerson = (id: string, n: number | null) => {
    const { [id]: _old, ...others } = draft.people
    setDraft({ ...draft, people: n === null ? others : { ...others, [id]: n } })
  }
  return (
    <div className="rg-form">
      <p className="rg-filter-hint">
        {say({
          zh: '名单上待处理的，加上今天已经记过结果的，不超过这个数；客户归其负责人，没有负责人的进公共名单。改小不会撤下已经在名单上的。',
          en: 'What is open plus what was ended by hand today stays within this. A customer goes to whoever looks after them, else to everybody’s part. A smaller number takes nobody off.',
        })}
      </p>
      <div className="rg-churn-numbers">
        <Amount
          label={say({ zh: '每位同事', en: 'Each colleague' })}
          value={draft.perPerson}
          max={200}
          may={may}
          onChange={(n) => setDraft({ ...draft, perPerson: n ?? 0 })}
        />
        <Amount
          label={say({ zh: '公共名单', en: 'Nobody’s customers together' })}
          value={draft.pool}
          max={1_000}
          may={may}
          onChange={(n) => setDraft({ ...draft, pool: n ?? 0 })}
        />
      </div>
      {colleagues.some(({ customers }) => customers !== 0) ? (
        <div className="rg-churn-numbers">
          {colleagues
            .filter(({ id, customers }) => customers !== 0 || draft.people[id] !== undefined)
            .map(({ id, name, customers }) => (
              <Amount
                key={id}
                label={
                  customers === null ? name : say({ zh: '{name}（{n} 位客户）', en: '{name} ({n} customers)' }, { name, n: customers })
                }
                value={draft.people[id] ?? null}
                placeholder={String(draft.perPerson)}
                max={200}
                may={may}
                onChange={(n) => setPerson(id, n)}
              />
            ))}
        </div>
      ) : null}
      {save.error ? <Alert type="error" showIcon role="alert" title={sayProblem(save.error)} /> : null}
      {may ? (
        <div className="rg-form-foot">
          <Button type="primary" disabled={!isChanged} loading={save.isPending} onClick={() => void run()}>
            {say({ zh: '保存', en: 'Save' })}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

type AmountProps = {
  readonly label: string
  readonly value: number | null
  readonly placeholder?: string
  readonly max: number
  readonly may: boolean
  readonly onChange: (n: number | null) => void
}

function Amount({ label, value, placeholder, max, may, onChange }: AmountProps) {
  return (
    <label className="rg-churn-field">
      <span>{label}</span>
      <InputNumber
        aria-label={label}
        disabled={!may}
        value={value}
        min={0}
        max={max}
        precision={0}
        {...(placeholder ? { placeholder } : {})}
        onChange={(next) => onChange(typeof next === 'number' ? next : null)}
      />
    </label>
  )
}
