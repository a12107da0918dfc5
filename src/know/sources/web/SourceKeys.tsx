import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { ShownOnce } from '../../../ui/ShownOnce.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { disableSource, pauseSource, respites, resumeSource, rotateKey } from '../actions.ts'
import { schemeCards, signatureSchemes } from '../signature-schemes.ts'
import type { SourceAnswer } from './ConnectSource.tsx'

/** What can be done with a source: pause, another key, the end. */
export function SourceActions({ source }: { readonly source: SourceAnswer }) {
  const say = useSay()
  const mayAll = useMayDo(rotateKey)
  const { message } = App.useApp()
  const confirm = useConfirm()
  const sayProblem = useSayProblem()
  const [changing, setChanging] = useState(false)
  const pause = useAct(pauseSource)
  const resume = useAct(resumeSource)
  const disable = useAct(disableSource)
  const failed = (error: unknown) => void message.error(sayProblem(error))
  if (source.disabledAt) return null
  const end = () =>
    confirm({
      title: say({ zh: '停用来源“{name}”？', en: 'Disable the source “{name}”?' }, { name: source.name }),
      content: {
        zh: '它的密钥立即失效，不能恢复；收到的数据保留。',
        en: 'Its keys stop working at once and for good; what it sent stays.',
      },
      ok: { zh: '停用', en: 'Disable' },
      danger: true,
      run: async () => void (await disable.mutateAsync({ id: source.id })),
    })
  return (
    <>
      {source.pausedAt ? (
        <Button type="primary" loading={resume.isPending} onClick={() => resume.mutate({ id: source.id }, { onError: failed })}>
          {say({ zh: '恢复接收', en: 'Resume' })}
        </Button>
      ) : (
        <Button loading={pause.isPending} onClick={() => pause.mutate({ id: source.id }, { onError: failed })}>
          {say({ zh: '暂停', en: 'Pause' })}
        </Button>
      )}
      {mayAll ? (
        <>
          <Button onClick={() => setChanging(true)}>{say({ zh: '更换密钥', en: 'Change key' })}</Button>
          <Button danger onClick={end}>
            {say({ zh: '停用', en: 'Disable' })}
          </Button>
          <ChangeKey source={source} open={changing} onClose={() => setChanging(false)} />
        </>
      ) : null}
    </>
  )
}

const respiteWords = {
  0: { zh: '立即失效', en: 'Ends at once' },
  1: { zh: '再用 1 小时', en: 'Stays for 1 hour' },
  24: { zh: '再用 1 天', en: 'Stays for 1 day' },
  168: { zh: '再用 7 天', en: 'Stays for 7 days' },
  720: { zh: '再用 30 天', en: 'Stays for 30 days' },
} as const

type Draft = { readonly respiteHours: number; readonly secret?: string }

function ChangeKey(props: { readonly source: SourceAnswer; readonly open: boolean; readonly onClose: () => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<Draft>()
  const [key, setKey] = useState<string | null>(null)
  const rotate = useAct(rotateKey)
  const scheme = signatureSchemes.find((name) => name === props.source.hook?.scheme)
  const from = scheme ? schemeCards[scheme].secretFrom : 'us'
  const change = ({ respiteHours, secret }: Draft) =>
    rotate.mutate(
      { id: props.source.id, respiteHours, ...(secret ? { secret } : {}) },
      {
        onSuccess: (made) => {
          form.resetFields()
          props.onClose()
          setKey(made.key)
        },
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  return (
    <>
      <Modal
        open={props.open}
        title={say({ zh: '更换密钥', en: 'Change the key' })}
        okText={say({ zh: '更换', en: 'Change' })}
        confirmLoading={rotate.isPending}
        onOk={() => form.submit()}
        onCancel={props.onClose}
      >
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ respiteHours: 24 }} onFinish={change}>
          <Form.Item name="respiteHours" label={say({ zh: '现在的密钥', en: 'The present key' })}>
            <Select options={respites.map((hours) => ({ value: hours, label: say(respiteWords[hours]) }))} />
          </Form.Item>
          {from === 'us' ? null : (
            <Form.Item
              name="secret"
              label={say({ zh: '对方给出的新密钥', en: 'The sender’s new secret' })}
              rules={from === 'sender' ? [{ required: true, whitespace: true, message: say({ zh: '请填写', en: 'Fill this in' }) }] : []}
            >
              <Input.Password maxLength={500} autoComplete="off" />
            </Form.Item>
          )}
        </Form>
      </Modal>
      <ShownOnce
        title={{ zh: '新的密钥', en: 'The new key' }}
        hint={{ zh: '请填到发送方；关闭后不再显示。', en: 'Put it where messages are sent from; it is not shown again.' }}
        value={key}
        onClose={() => setKey(null)}
      />
    </>
  )
}
