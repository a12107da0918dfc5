import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, Modal, Select, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { ShownOnce } from '../../../ui/ShownOnce.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { createKey, keyRoles, listKeys, revokeKey } from '../keys.ts'
import { roleChoices, roleWords } from '../role-words.ts'

type Key = z.output<typeof listKeys.output>['keys'][number]

const onceWords = {
  title: { zh: '新的 API 密钥', en: 'The new API key' },
  hint: { zh: '请立即保存到安全的地方；关闭后不再显示。', en: 'Keep it in a safe place now; it is not shown again.' },
}

export function KeysTab() {
  const say = useSay()
  const asked = useAsk(listKeys, {})
  const [adding, setAdding] = useState(false)
  const [key, setKey] = useState<string | null>(null)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {say({ zh: '新建密钥', en: 'New key' })}
    </Button>
  )
  return (
    <Section
      bare
      title={{ zh: '哪些程序可以进来', en: 'Which programs may come in' }}
      actions={add}
      note={
        <>
          {say({ zh: '程序用密钥调用接口。接口说明：', en: 'Programs call the API with a key. It is described at ' })}
          <a className="rg-settings-link" href="/api/docs" target="_blank" rel="noreferrer">
            /api/docs
          </a>
        </>
      }
    >
      <Answered of={asked}>
        {({ keys }) =>
          keys.length === 0 ? (
            <Empty
              small
              title={{ zh: '还没有密钥', en: 'No keys yet' }}
              next={{ label: { zh: '新建密钥', en: 'New key' }, onClick: () => setAdding(true) }}
            />
          ) : (
            <KeyList keys={keys} />
          )
        }
      </Answered>
      <NewKey open={adding} onClose={() => setAdding(false)} onKey={setKey} />
      <ShownOnce {...onceWords} value={key} onClose={() => setKey(null)} />
    </Section>
  )
}

function KeyList({ keys }: { readonly keys: readonly Key[] }) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<Key> = [
    {
      title: say({ zh: '名称', en: 'Name' }),
      render: (_, key) => (
        <>
          {key.name} <span className="rg-settings-quiet">…{key.keyHint}</span>
        </>
      ),
    },
    { title: say({ zh: '角色', en: 'Role' }), render: (_, key) => say(roleWords[key.role].label) },
    { title: say({ zh: '创建', en: 'Created' }), responsive: ['md'], render: (_, key) => format.date(key.createdAt) },
    {
      title: say({ zh: '最近使用', en: 'Last used' }),
      render: (_, key) => (key.lastUsedAt ? format.relative(key.lastUsedAt) : say({ zh: '从未', en: 'never' })),
    },
    {
      title: say({ zh: '操作', en: 'Actions' }),
      render: (_, key) => (key.revokedAt ? <Badge>{say({ zh: '已吊销', en: 'Revoked' })}</Badge> : <RevokeKey of={key} />),
    },
  ]
  return <Table rowKey="id" size="small" pagination={false} columns={columns} dataSource={[...keys]} scroll={{ x: 'max-content' }} />
}

function RevokeKey({ of }: { readonly of: Key }) {
  const say = useSay()
  const { message, modal } = App.useApp()
  const sayProblem = useSayProblem()
  const revoke = useAct(revokeKey)
  const ask = () =>
    modal.confirm({
      title: say({ zh: '吊销“{name}”？', en: 'Revoke “{name}”?' }, { name: of.name }),
      content: say({ zh: '用它的程序会立即被拒绝，不能恢复。', en: 'Programs that use it are refused at once. This cannot be undone.' }),
      okText: say({ zh: '吊销', en: 'Revoke' }),
      okButtonProps: { danger: true },
      onOk: () => revoke.mutateAsync({ id: of.id }).catch((error: unknown) => void message.error(sayProblem(error))),
    })
  return (
    <Button size="small" danger onClick={ask}>
      {say({ zh: '吊销', en: 'Revoke' })}
    </Button>
  )
}

type Draft = z.output<typeof createKey.input>

function NewKey(props: { readonly open: boolean; readonly onClose: () => void; readonly onKey: (key: string) => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<Draft>()
  const create = useAct(createKey)
  const made = ({ key }: { key: string }) => {
    form.resetFields()
    props.onClose()
    props.onKey(key)
  }
  return (
    <Modal
      open={props.open}
      title={say({ zh: '新建 API 密钥', en: 'New API key' })}
      okText={say({ zh: '新建', en: 'Create' })}
      confirmLoading={create.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'member' }}
        onFinish={(input: Draft) => create.mutate(input, { onSuccess: made, onError: (error) => void message.error(sayProblem(error)) })}
      >
        <Form.Item
          name="name"
          label={say({ zh: '给哪个程序用', en: 'Which program is it for' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请输入名称', en: 'Enter a name' }) }]}
        >
          <Input maxLength={100} placeholder={say({ zh: '收银系统', en: 'Till' })} />
        </Form.Item>
        <Form.Item name="role" label={say({ zh: '角色', en: 'Role' })}>
          <Select options={roleChoices(keyRoles, say)} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
