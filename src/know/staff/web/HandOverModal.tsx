import '../../../pages/pages.css'
import { Alert, App, Button, Input, Modal, Radio, Select } from 'antd'
import { useId, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { departmentLines } from '../department-lines.ts'
import { handOver, previewHandOver } from '../hand-over.ts'
import { peopleWithin } from '../tree.ts'
import type { Firm, Person } from './use-firm.ts'

type Props = { readonly firm: Firm; readonly person: Person | null; readonly onClose: () => void }

/** Shows what somebody leaves behind, and asks who takes it over. */
export function HandOverModal({ firm, person, onClose }: Props) {
  const say = useSay()
  const asked = useAsk(previewHandOver, { id: person?.id ?? '' }, { when: person !== null })
  return (
    <Modal
      open={person !== null}
      title={say({ zh: '{name}的离职交接', en: 'Hand over for {name}' }, { name: person?.name ?? '' })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      {person ? <Answered of={asked}>{(preview) => <HandOverForm firm={firm} preview={preview} onDone={onClose} />}</Answered> : null}
    </Modal>
  )
}

type Preview = ReplyOf<typeof previewHandOver>
type Way = 'people' | 'department' | 'pool'

function HandOverForm({ firm, preview, onDone }: { readonly firm: Firm; readonly preview: Preview; readonly onDone: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const at = useId()
  const run = useAct(handOver)
  const [way, setWay] = useState<Way>('people')
  const [chosen, setChosen] = useState<string[]>([])
  const [department, setDepartment] = useState<string | null>(null)
  const [restTo, setRestTo] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const others = firm.people.filter((one) => !one.disabled && one.id !== preview.id)
  const inDepartment = department === null ? new Set<string>() : peopleWithin(department, others, firm.departments)
  const to = way === 'people' ? chosen : way === 'department' ? [...inDepartment] : []
  const isReady = way === 'pool' || (to.length > 0 && to.length <= 50)
  const send = () =>
    run.mutate(
      { id: preview.id, customersTo: to, ...(restTo === null ? {} : { restTo }), reason: reason.trim() || null },
      {
        onSuccess: () => {
          onDone()
          void message.success(say({ zh: '账号已停用，正在移交', en: 'The account is disabled; handing over' }))
        },
      },
    )
  return (
    <div className="rg-form">
      {run.error ? <Alert type="error" showIcon role="alert" title={sayProblem(run.error)} /> : null}
      <Belongings preview={preview} />
      <div className="rg-form-line">
        <label htmlFor={`${at}way`}>{say({ zh: '交给谁', en: 'Who takes over' })}</label>
        <Radio.Group
          id={`${at}way`}
          value={way}
          onChange={(event) => setWay(event.target.value)}
          options={[
            { value: 'people', label: say({ zh: '选定的同事', en: 'Chosen colleagues' }) },
            { value: 'department', label: say({ zh: '一个部门', en: 'A department' }) },
            { value: 'pool', label: say({ zh: '公海', en: 'The public pool' }) },
          ]}
        />
        {way === 'people' ? (
          <Select<string[]>
            mode="multiple"
            aria-label={say({ zh: '接手的同事', en: 'Colleagues who take over' })}
            value={chosen}
            onChange={setChosen}
            options={others.map((one) => ({ value: one.id, label: one.name }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        ) : null}
        {way === 'department' ? (
          <Select<string | null>
            aria-label={say({ zh: '接手的部门', en: 'Department that takes over' })}
            value={department}
            onChange={setDepartment}
            options={departmentLines(firm.departments).map((one) => ({ value: one.id, label: one.path }))}
          />
        ) : null}
        <div className="rg-form-help">
          {way === 'pool'
            ? say({
                zh: '客户没有负责人，谁都可以领取；待办也不再归谁。',
                en: 'Customers have no owner, for anybody to claim; to-dos are nobody’s.',
              })
            : to.length === 0
              ? say({
                  zh: '选几位就平均分给几位；关于客户的待办和约定跟着客户走。',
                  en: 'Dealt evenly to those chosen; what is to be done for a customer goes with the customer.',
                })
              : say(
                  {
                    zh: '平均分给 {n} 位；关于客户的待办和约定跟着客户走。',
                    en: 'Dealt evenly to {n}; what is to be done for a customer goes with the customer.',
                  },
                  { n: to.length },
                )}
        </div>
      </div>
      {preview.rest.length > 0 ? (
        <div className="rg-form-line">
          <label htmlFor={`${at}rest`}>{say({ zh: '其余的交给', en: 'The rest goes to' })}</label>
          <Select<string | null>
            id={`${at}rest`}
            allowClear
            value={restTo}
            placeholder={
              way === 'pool' ? say({ zh: '不变', en: 'Stays as it is' }) : say({ zh: '第一位接手人', en: 'The first who takes over' })
            }
            onChange={(next) => setRestTo(next ?? null)}
            options={others.map((one) => ({ value: one.id, label: one.name }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </div>
      ) : null}
      <div className="rg-form-line">
        <label htmlFor={`${at}reason`}>{say({ zh: '说明（可不填）', en: 'Why (may be left out)' })}</label>
        <Input id={`${at}reason`} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </div>
      <Alert
        type="warning"
        showIcon
        title={say(
          {
            zh: '账号立即停用：{sessions} 台设备退出登录，{keys} 个 API 密钥失效。之后可以整体撤销，密钥除外。',
            en: 'The account is disabled at once: {sessions} {sessions|device is|devices are} signed out and {keys} API {keys|key stops|keys stop} working. All but the keys can be undone.',
          },
          { sessions: preview.sessions, keys: preview.keys },
        )}
      />
      <div className="rg-form-foot">
        <Button type="primary" danger disabled={!isReady} loading={run.isPending} onClick={send}>
          {say({ zh: '停用并移交', en: 'Disable and hand over' })}
        </Button>
      </div>
    </div>
  )
}

/** What will move, counted. */
function Belongings({ preview }: { readonly preview: Preview }) {
  const say = useSay()
  const format = useFormat()
  const lines = [
    { key: 'customers', label: { zh: '客户', en: 'Customers' }, count: preview.customers },
    { key: 'todos', label: { zh: '未完成的待办', en: 'Open to-dos' }, count: preview.todos },
    { key: 'promises', label: { zh: '未兑现的约定', en: 'Open promises' }, count: preview.promises },
    ...preview.rest.map((one) => ({ key: one.what, label: one.label, count: one.count })),
  ]
  return (
    <dl className="rg-staff-counts">
      {lines.map((one) => (
        <div key={one.key}>
          <dt>{say(one.label)}</dt>
          <dd>{format.count(one.count)}</dd>
        </div>
      ))}
    </dl>
  )
}
