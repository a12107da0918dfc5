import { App, Form, Input, Modal, Select } from 'antd'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useGo } from '../../../ui/address.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { openRequest, readRequest } from '../request-actions.ts'
import { askers, askerWords, jurisdictions, jurisdictionWords, kindWords, requestKinds, verifyWays, verifyWords } from '../privacy.ts'

type Typed = {
  readonly kind: (typeof requestKinds)[number]
  readonly askedBy: (typeof askers)[number]
  readonly askerName?: string
  readonly askerContact?: string
  readonly details?: string
  readonly jurisdiction?: (typeof jurisdictions)[number]
  readonly verifiedHow?: (typeof verifyWays)[number]
}

/** Takes down what a customer asked for, and by whom. */
export function OpenRequestModal({ customerId, onClose }: { readonly customerId: string; readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const go = useGo()
  const mayHandle = useMayDo(readRequest)
  const open = useAct(openRequest)
  const [form] = Form.useForm<Typed>()
  const submit = (typed: Typed) =>
    open.mutate(
      { customerId, ...typed },
      {
        onSuccess: ({ id }) => {
          onClose()
          if (mayHandle) go(`/privacy/requests/${id}`)
          else message.success(say({ zh: '已登记，由经理处理', en: 'Taken down; a manager handles it' }))
        },
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  const choose = <T extends string>(values: readonly T[], words: Readonly<Record<T, { zh: string; en: string }>>) =>
    values.map((value) => ({ value, label: say(words[value]) }))
  return (
    <Modal
      open
      title={say({ zh: '登记权利请求', en: 'Take down a request' })}
      okText={say({ zh: '登记', en: 'Take down' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={open.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={{ kind: 'see', askedBy: 'self' }} onFinish={submit}>
        <Form.Item name="kind" label={say({ zh: '要求什么', en: 'What is asked' })}>
          <Select options={choose(requestKinds, kindWords)} />
        </Form.Item>
        <Form.Item name="askedBy" label={say({ zh: '谁提出', en: 'Who asks' })}>
          <Select options={choose(askers, askerWords)} />
        </Form.Item>
        <Form.Item name="askerName" label={say({ zh: '提出人姓名（非本人时）', en: 'Their name, where it is not the customer' })}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="askerContact" label={say({ zh: '答复到哪里', en: 'Where to answer' })}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="verifiedHow" label={say({ zh: '如何核实身份（可稍后填）', en: 'How they were verified (may follow)' })}>
          <Select allowClear options={choose(verifyWays, verifyWords)} />
        </Form.Item>
        <Form.Item name="jurisdiction" label={say({ zh: '适用法律（不选按设置）', en: 'Law (as set, where left out)' })}>
          <Select allowClear options={choose(jurisdictions, jurisdictionWords)} />
        </Form.Item>
        <Form.Item name="details" label={say({ zh: '原话或说明', en: 'In their words' })}>
          <Input.TextArea rows={3} maxLength={2_000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
