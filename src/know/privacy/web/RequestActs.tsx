import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { listColleagues } from '../../shop/users.ts'
import { restrictCustomer } from '../actions.ts'
import {
  assignRequest,
  extendRequest,
  finishRequest,
  noteRequest,
  refuseRequest,
  verifyRequest,
  withdrawRequest,
} from '../request-actions.ts'
import { verifyWays, verifyWords } from '../privacy.ts'
import { EraseModal } from './EraseModal.tsx'
import { ExportPart } from './ExportPart.tsx'
import type { WholeRequest } from './request-answer.ts'

type Written = 'verify' | 'assign' | 'note' | 'extend' | 'finish' | 'refuse' | 'withdraw'

const titles: Readonly<Record<Written, Words>> = {
  verify: { zh: '记下身份核实', en: 'Note how they were verified' },
  assign: { zh: '指派', en: 'Assign' },
  note: { zh: '备注', en: 'Add a note' },
  extend: { zh: '延长两个月', en: 'Extend by two months' },
  finish: { zh: '答复并结束', en: 'Answer and end' },
  refuse: { zh: '拒绝', en: 'Refuse' },
  withdraw: { zh: '本人撤回', en: 'Withdrawn by the person' },
}

/** What can be done with a request that is under way. */
export function RequestActs({ request }: { readonly request: WholeRequest }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [writing, setWriting] = useState<Written | null>(null)
  const [erasing, setErasing] = useState(false)
  const restrict = useAct(restrictCustomer)
  const isOpen = request.state === 'open' || request.state === 'working'
  if (!isOpen || request.erased) return null
  const isVerified = request.verifiedHow !== null
  const button = (what: Written, primary = false) => (
    <Button key={what} type={primary ? 'primary' : 'default'} onClick={() => setWriting(what)}>
      {say(titles[what])}
    </Button>
  )
  return (
    <>
      {request.kind === 'see' || request.kind === 'export' || request.kind === 'explain' ? (
        <ExportPart customerId={request.customerId} requestId={request.id} disabled={!isVerified} />
      ) : null}
      <div className="rg-privacy-buttons">
        {isVerified ? null : button('verify', true)}
        {request.kind === 'erase' && isVerified ? (
          <Button danger type="primary" onClick={() => setErasing(true)}>
            {say({ zh: '预览并删除', en: 'Preview and erase' })}
          </Button>
        ) : null}
        {request.kind === 'restrict' && isVerified ? (
          <Button
            loading={restrict.isPending}
            onClick={() =>
              restrict.mutate(
                { id: request.customerId, requestId: request.id },
                { onError: (error) => void message.error(sayProblem(error)) },
              )
            }
          >
            {say({ zh: '限制处理', en: 'Restrict' })}
          </Button>
        ) : null}
        {button('assign')}
        {button('note')}
        {request.canExtend ? button('extend') : null}
        {isVerified ? button('finish', request.kind !== 'erase') : null}
        {button('refuse')}
        {button('withdraw')}
      </div>
      {writing ? <WriteModal key={writing} what={writing} id={request.id} onClose={() => setWriting(null)} /> : null}
      {erasing ? <EraseModal customerId={request.customerId} requestId={request.id} onClose={() => setErasing(false)} /> : null}
    </>
  )
}

type Typed = { readonly text?: string; readonly how?: (typeof verifyWays)[number]; readonly assigneeId?: string }

function WriteModal({ what, id, onClose }: { readonly what: Written; readonly id: string; readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const acts = useActs(id)
  const submit = (typed: Typed) =>
    acts[what](typed, { onSuccess: onClose, onError: (error: Error) => void message.error(sayProblem(error)) })
  return (
    <Modal
      open
      title={say(titles[what])}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={say(titles[what])}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
    >
      <Form form={form} layout="vertical" onFinish={submit}>
        <Inputs what={what} />
      </Form>
    </Modal>
  )
}

function Inputs({ what }: { readonly what: Written }) {
  const say = useSay()
  const colleagues = useAsk(listColleagues, {}, { when: what === 'assign' })
  const required = { required: true, message: say({ zh: '请填写', en: 'Fill this in' }) }
  if (what === 'assign')
    return (
      <Form.Item
        name="assigneeId"
        label={say({ zh: '负责人', en: 'Who' })}
        rules={[required]}
        extra={say({ zh: '会为其添加一条到期待办。', en: 'They get a to-do with the due date.' })}
      >
        <Select
          options={(colleagues.data?.colleagues ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          loading={colleagues.isLoading}
        />
      </Form.Item>
    )
  const label: Words =
    what === 'finish'
      ? { zh: '告知本人的内容', en: 'What the person was told' }
      : what === 'refuse' || what === 'extend'
        ? { zh: '理由（须告知本人）', en: 'Reason (the person must be told)' }
        : { zh: '说明', en: 'Note' }
  const min =
    what === 'refuse' ? [{ min: 10, message: say({ zh: '请说明理由（至少 10 个字）', en: 'Say why (10 characters at least)' }) }] : []
  const isOptional = what === 'verify' || what === 'withdraw'
  return (
    <>
      {what === 'verify' ? (
        <Form.Item name="how" label={say({ zh: '如何核实的', en: 'How' })} rules={[required]}>
          <Select options={verifyWays.map((value) => ({ value, label: say(verifyWords[value]) }))} />
        </Form.Item>
      ) : null}
      <Form.Item name="text" label={say(label)} rules={isOptional ? [] : [required, ...min]}>
        <Input.TextArea rows={4} maxLength={what === 'verify' ? 500 : 2_000} />
      </Form.Item>
    </>
  )
}

type Tell = { readonly onSuccess: () => void; readonly onError: (error: Error) => void }

function useActs(id: string): Readonly<Record<Written, (typed: Typed, tell: Tell) => void>> {
  const [verify, assign, note, extend] = [useAct(verifyRequest), useAct(assignRequest), useAct(noteRequest), useAct(extendRequest)]
  const [finish, refuse, withdraw] = [useAct(finishRequest), useAct(refuseRequest), useAct(withdrawRequest)]
  return {
    verify: ({ how, text }, tell) => verify.mutate({ id, how: how ?? 'document', note: text ?? null }, tell),
    assign: ({ assigneeId }, tell) => assign.mutate({ id, assigneeId: assigneeId ?? '' }, tell),
    note: ({ text }, tell) => note.mutate({ id, note: text ?? '' }, tell),
    extend: ({ text }, tell) => extend.mutate({ id, reason: text ?? '' }, tell),
    finish: ({ text }, tell) => finish.mutate({ id, answer: text ?? '' }, tell),
    refuse: ({ text }, tell) => refuse.mutate({ id, reason: text ?? '' }, tell),
    withdraw: ({ text }, tell) => withdraw.mutate({ id, note: text ?? null }, tell),
  }
}
