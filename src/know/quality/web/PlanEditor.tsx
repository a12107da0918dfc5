import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Drawer, InputNumber, Select } from 'antd'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { readQualityPlan, saveQualityPlan } from '../actions.ts'
import type { QualityItem } from '../quality.ts'

type Plan = z.output<typeof readQualityPlan.output>

/** What should be known of each kind of customer, how much it matters, and how long it stays fresh. */
export function PlanEditor({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const say = useSay()
  const asked = useAsk(readQualityPlan, {}, { when: open })
  return (
    <Drawer open={open} onClose={onClose} title={say({ zh: '资料要求', en: 'What should be known' })} size={640} destroyOnHidden>
      <Answered of={asked}>{(plan) => <Editor plan={plan} onDone={onClose} />}</Answered>
    </Drawer>
  )
}

function Editor({ plan, onDone }: { readonly plan: Plan; readonly onDone: () => void }) {
  const say = useSay()
  const may = useMayDo(saveQualityPlan)
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [items, setItems] = useState<readonly QualityItem[]>(plan.items)
  useEffect(() => setItems(plan.items), [plan])
  const save = useAct(saveQualityPlan)
  const free = plan.offered.filter(({ field }) => !items.some((item) => item.field === field))
  const change = (at: number, more: Partial<QualityItem>) => setItems(items.map((item, i) => (i === at ? { ...item, ...more } : item)))
  const add = (field: string) => setItems([...items, { field, of: 'everyone', weight: 1, freshFor: 365 }])
  const submit = () =>
    save.mutate(
      { items: [...items] },
      {
        onSuccess: () => {
          message.success(say({ zh: '已保存，质量分正在重算', en: 'Saved; scores are being worked out anew' }))
          onDone()
        },
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  return (
    <>
      <p className="rg-note">
        {say({
          zh: '客户应有哪些资料，各有多重要（1 到 10），确认一次管多少天。质量分据此计算。',
          en: 'Which details a customer should have, how much each matters (1 to 10), and for how many days a confirmation is good. The score follows from it.',
        })}
      </p>
      {items.map((item, at) => {
        const label = say(plan.offered.find(({ field }) => field === item.field)?.label ?? { zh: item.field, en: item.field })
        return (
          <div key={item.field} className="rg-quality-plan-row">
            <strong>{label}</strong>
            <Select
              disabled={!may}
              aria-label={say({ zh: '{field}：对谁要求', en: '{field}: of whom' }, { field: label })}
              value={item.of}
              onChange={(of) => change(at, { of })}
              options={[
                { value: 'everyone', label: say({ zh: '所有客户', en: 'Everyone' }) },
                { value: 'person', label: say({ zh: '个人', en: 'Persons' }) },
                { value: 'company', label: say({ zh: '企业', en: 'Companies' }) },
              ]}
              style={{ width: 112 }}
            />
            <InputNumber
              disabled={!may}
              aria-label={say({ zh: '{field}：权重', en: '{field}: weight' }, { field: label })}
              min={1}
              max={10}
              precision={0}
              value={item.weight}
              onChange={(weight) => change(at, { weight: weight ?? 1 })}
              prefix={say({ zh: '权重', en: 'Weight' })}
              style={{ width: 110 }}
            />
            <InputNumber
              disabled={!may}
              aria-label={say({ zh: '{field}：有效天数', en: '{field}: good for days' }, { field: label })}
              min={1}
              max={3650}
              precision={0}
              value={item.freshFor}
              onChange={(freshFor) => change(at, { freshFor: freshFor ?? 365 })}
              suffix={say({ zh: '天', en: 'days' })}
              style={{ width: 116 }}
            />
            <Button
              disabled={!may || items.length === 1}
              icon={<DeleteOutlined />}
              aria-label={say({ zh: '去掉{field}', en: 'Remove {field}' }, { field: label })}
              onClick={() => setItems(items.filter((_, i) => i !== at))}
            />
          </div>
        )
      })}
      {may ? (
        <>
          <Select
            value={null}
            placeholder={
              <>
                <PlusOutlined /> {say({ zh: '添加字段', en: 'Add a field' })}
              </>
            }
            aria-label={say({ zh: '添加字段', en: 'Add a field' })}
            showSearch={{ optionFilterProp: 'label' }}
            options={free.map(({ field, label }) => ({ value: field, label: say(label) }))}
            onChange={(field: string | null) => (field ? add(field) : undefined)}
            style={{ width: 220 }}
          />
          <div style={{ marginTop: 16 }}>
            <Button type="primary" loading={save.isPending} onClick={submit}>
              {say({ zh: '保存', en: 'Save' })}
            </Button>
          </div>
        </>
      ) : (
        <p className="rg-quiet">{say({ zh: '只有经理可以修改。', en: 'Only a manager may change this.' })}</p>
      )}
    </>
  )
}
