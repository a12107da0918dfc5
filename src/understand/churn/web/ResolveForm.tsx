import { Alert, App, Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { reopenChurnEntry, resolveChurnEntry } from '../actions.ts'
import { type ChurnOutcome, outcomeWords } from '../churn.ts'
import type { Entry } from '../say-entry.ts'
import { type ReasonChoice, useReasonOptions } from './ReasonLine.tsx'

type Props = {
  readonly entry: Entry
  readonly outcome: ChurnOutcome
  readonly reasons: readonly ReasonChoice[]
  readonly onClose: () => void
}

/** What came of it, why, and a word for whoever reads it later. */
export function ResolveForm({ entry, outcome, reasons, onClose }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [reason, setReason] = useState<string | null>(entry.reason)
  const [note, setNote] = useState('')
  const [resolve, reopen] = [useAct(resolveChurnEntry), useAct(reopenChurnEntry)]
  const options = useReasonOptions(reasons)
  const run = async () => {
    const answer = await resolve
      .mutateAsync({ id: entry.id, outcome, reason, note: note.trim() || null, version: entry.version })
      .catch(() => null)
    if (!answer) return
    onClose()
    void message.success(
      <>
        {say({ zh: '已记为“{outcome}”', en: 'Put down as “{outcome}”' }, { outcome: say(outcomeWords[outcome]) })}
        <Button size="small" type="link" onClick={() => reopen.mutate({ id: entry.id })}>
          {say({ zh: '撤销', en: 'Undo' })}
        </Button>
      </>,
      6,
    )
  }
  return (
    <Modal
      open
      title={say(
        { zh: '{name}：{outcome}', en: '{name}: {outcome}' },
        { name: entry.customer.name ?? '', outcome: say(outcomeWords[outcome]) },
      )}
      okText={say({ zh: '记下', en: 'Put down' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={resolve.isPending}
      onOk={run}
      onCancel={onClose}
    >
      <div className="rg-form">
        <label className="rg-churn-field">
          <span>
            {outcome === 'back'
              ? say({ zh: '当初为什么不来（可不填）', en: 'Why they had stayed away (optional)' })
              : say({ zh: '为什么（可不填）', en: 'Why (optional)' })}
          </span>
          <Select<string>
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={say({ zh: '原因', en: 'Reason' })}
            value={reason}
            onChange={(next) => setReason(next ?? null)}
            options={options}
          />
        </label>
        <label className="rg-churn-field">
          <span>{say({ zh: '备注（可不填）', en: 'Note (optional)' })}</span>
          <Input.TextArea rows={2} maxLength={1_000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        {outcome === 'back' ? (
          <p className="rg-filter-hint">
            {say({
              zh: '客户一消费就会自动记为回来了；这里用于消费还没记进来的时候。',
              en: 'A purchase puts this down by itself; use it where the purchase is not recorded yet.',
            })}
          </p>
        ) : null}
        {resolve.error ? <Alert type="error" showIcon role="alert" title={sayProblem(resolve.error)} /> : null}
      </div>
    </Modal>
  )
}
