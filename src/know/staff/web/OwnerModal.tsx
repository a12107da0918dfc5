import '../../../pages/pages.css'
import { Alert, App, Button, Input, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import type { Rule } from '../../../core/rule/rule.ts'
import { useRecordCount } from '../../../pages/record-list/RecordCount.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { readOrganisation } from '../actions.ts'
import { assignByRule, assignOwner, returnToPool } from '../owner-actions.ts'

/** Who is meant: these, or everybody who fits a filter. */
type Whom = { readonly customerIds: readonly string[] } | { readonly filter: { readonly rule: Rule; readonly search?: string | undefined } }

type Props = Whom & {
  readonly open: boolean
  /** `give` to colleagues, or `return` into the public pool. */
  readonly verb: 'give' | 'return'
  readonly onClose: () => void
}

/** To whom, or why back into the pool. */
export function OwnerModal(props: Props) {
  const say = useSay()
  const format = useFormat()
  const found = useRecordCount('customers', 'filter' in props ? props.filter : {}, props.open && 'filter' in props)
  const many = 'filter' in props ? found.data?.count : props.customerIds.length
  const n = many === undefined ? '…' : format.count(many)
  return (
    <Modal
      open={props.open}
      title={
        props.verb === 'give'
          ? say({ zh: '为 {n} 位客户指派负责人', en: 'Assign an owner to {n} {n|customer|customers}' }, { n })
          : say({ zh: '把 {n} 位客户退回公海', en: 'Return {n} {n|customer|customers} to the public pool' }, { n })
      }
      footer={null}
      onCancel={props.onClose}
      destroyOnHidden
    >
      <OwnerForm {...props} />
    </Modal>
  )
}

function OwnerForm(props: Props) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const at = useId()
  const asked = useAsk(readOrganisation, {})
  const [to, setTo] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const [give, back, round] = [useAct(assignOwner), useAct(returnToPool), useAct(assignByRule)]
  const error = give.error ?? back.error ?? round.error
  const said = (text: string) => {
    props.onClose()
    void message.success(text)
  }
  const done = ({ changed }: { readonly changed: number }) =>
    said(say({ zh: '{n} 位客户换了负责人', en: '{n} {n|customer has|customers have} another owner now' }, { n: format.count(changed) }))
  const send = () => {
    const why = reason.trim()
    if ('filter' in props) {
      const { rule, search } = props.filter
      round.mutate(
        { rule, ...(search ? { search } : {}), to: props.verb === 'give' ? to : [], reason: why || null },
        {
          onSuccess: ({ of }) =>
            said(
              say(
                { zh: '已开始，共 {n} 位；进度在客户列表上方。', en: 'Begun for {n}; the list of customers shows how far it is.' },
                { n: format.count(of) },
              ),
            ),
        },
      )
    } else if (props.verb === 'give') give.mutate({ customerIds: [...props.customerIds], to, reason: why || null }, { onSuccess: done })
    else back.mutate({ customerIds: [...props.customerIds], reason: why }, { onSuccess: done })
  }
  const isReady = props.verb === 'give' ? to.length > 0 : reason.trim() !== ''
  return (
    <form
      className="rg-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {error ? <Alert type="error" showIcon role="alert" title={sayProblem(error)} /> : null}
      {props.verb === 'give' ? (
        <Answered of={asked} rows={1}>
          {({ people }) => (
            <div className="rg-form-line">
              <label htmlFor={`${at}to`}>{say({ zh: '负责人', en: 'Owner' })}</label>
              <Select<string[]>
                id={`${at}to`}
                mode="multiple"
                value={to}
                onChange={setTo}
                options={people.flatMap((one) => (one.disabled ? [] : [{ value: one.id, label: one.name }]))}
                showSearch={{ optionFilterProp: 'label' }}
              />
              <div className="rg-form-help">{say({ zh: '选几位就依次轮流分', en: 'Several get them in turn' })}</div>
            </div>
          )}
        </Answered>
      ) : null}
      <div className="rg-form-line">
        <label htmlFor={`${at}reason`}>
          {props.verb === 'give' ? say({ zh: '原因（可不填）', en: 'Why (may be left out)' }) : say({ zh: '原因', en: 'Why' })}
        </label>
        <Input id={`${at}reason`} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </div>
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" disabled={!isReady} loading={give.isPending || back.isPending || round.isPending}>
          {props.verb === 'give' ? say({ zh: '指派', en: 'Assign' }) : say({ zh: '退回公海', en: 'Return' })}
        </Button>
      </div>
    </form>
  )
}
