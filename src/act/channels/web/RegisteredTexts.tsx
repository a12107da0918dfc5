import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { type Account, addChannelText, changeChannelText, deleteChannelText, textPurposes } from '../actions.ts'
import { SaveBar } from './SaveBar.tsx'

type Text = Account['texts'][number]
const purposeWords: Readonly<Record<Text['purpose'], Words>> = {
  marketing: { zh: '营销', en: 'Marketing' },
  service: { zh: '通知', en: 'Service' },
  survey: { zh: '调查', en: 'Survey' },
}

/** The texts that the vendor approved; templates choose among them. */
export function RegisteredTexts({ account, words }: { readonly account: Account; readonly words: Words }) {
  const say = useSay()
  const mayAdd = useMayDo(addChannelText)
  const [edited, setEdited] = useState<Text | 'new' | null>(null)
  return (
    <Section
      title={{ zh: '登记的文本', en: 'Registered texts' }}
      note={say(words)}
      actions={
        mayAdd ? (
          <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {say({ zh: '登记一条', en: 'Register one' })}
          </Button>
        ) : null
      }
      nothing={account.texts.length === 0 && say({ zh: '还没有', en: 'None yet' })}
    >
      <ul className="rg-channels-list">
        {account.texts.map((text) => (
          <TextLine key={text.id} text={text} onEdit={() => setEdited(text)} />
        ))}
      </ul>
      {edited ? <TextForm account={account} text={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Section>
  )
}

function TextLine({ text, onEdit }: { readonly text: Text; readonly onEdit: () => void }) {
  const say = useSay()
  const confirm = useConfirm()
  const remove = useAct(deleteChannelText)
  const mayChange = useMayDo(changeChannelText)
  const ask = () =>
    confirm({
      title: say({ zh: '删除 {code}？', en: 'Delete {code}?' }, { code: text.code }),
      content: { zh: '用到它的模板将无法发送。', en: 'Templates that use it can no longer be sent.' },
      ok: { zh: '删除', en: 'Delete' },
      danger: true,
      run: async () => void (await remove.mutateAsync({ id: text.id })),
    })
  return (
    <li>
      <div className="rg-channels-head">
        <strong>{text.code}</strong> <span className="rg-channels-quiet">{say(purposeWords[text.purpose])}</span>
        {mayChange ? (
          <span className="rg-channels-buttons">
            <Button
              size="small"
              icon={<EditOutlined />}
              aria-label={say({ zh: '修改 {code}', en: 'Change {code}' }, { code: text.code })}
              onClick={onEdit}
            />
            <Button
              size="small"
              danger
              icon={<DeleteOutlined />}
              aria-label={say({ zh: '删除 {code}', en: 'Delete {code}' }, { code: text.code })}
              loading={remove.isPending}
              onClick={ask}
            />
          </span>
        ) : null}
      </div>
      <p className="rg-channels-text">{text.text}</p>
    </li>
  )
}

type Typed = { readonly code: string; readonly text: string; readonly purpose: Text['purpose'] }

function TextForm({ account, text, onClose }: { readonly account: Account; readonly text: Text | null; readonly onClose: () => void }) {
  const say = useSay()
  const add = useAct(addChannelText)
  const change = useAct(changeChannelText)
  const needed = [{ required: true, whitespace: true, message: say({ zh: '请填写', en: 'Fill this in' }) }]
  const save = (typed: Typed) =>
    text
      ? change.mutate({ id: text.id, ...typed }, { onSuccess: onClose })
      : add.mutate({ id: account.id, ...typed }, { onSuccess: onClose })
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      title={say(text ? { zh: '修改登记的文本', en: 'Change a registered text' } : { zh: '登记一条文本', en: 'Register a text' })}
    >
      <Form layout="vertical" requiredMark={false} initialValues={text ?? { purpose: 'marketing' }} onFinish={save}>
        <Form.Item name="code" label={say({ zh: '模板编号', en: 'Code' })} rules={needed}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="text"
          label={say({ zh: '原文', en: 'Text' })}
          rules={needed}
          extra={say({ zh: '与审核通过的一字不差，变量也照写。', en: 'Just as it was approved, with its places.' })}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={2000} />
        </Form.Item>
        <Form.Item name="purpose" label={say({ zh: '用途', en: 'Approved for' })}>
          <Select options={textPurposes.map((value) => ({ value, label: say(purposeWords[value]) }))} />
        </Form.Item>
        <SaveBar error={add.error ?? change.error} busy={add.isPending || change.isPending} />
      </Form>
    </Modal>
  )
}
