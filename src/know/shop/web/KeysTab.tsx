import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Form, Input, Modal, Radio, Select, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { type KeyArea, keyAreas, keyAreaWords } from '../../../core/action/key-scopes.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { ShownOnce } from '../../../ui/ShownOnce.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { useNow } from '../../../ui/use-now.ts'
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
    {
      title: say({ zh: '能做什么', en: 'May' }),
      render: (_, key) => (
        <>
          {say(roleWords[key.role].label)} · {say(accessWords[key.scopes.access])}
          {key.scopes.areas ? (
            <div className="rg-settings-quiet">
              {key.scopes.areas.map((area) => say(keyAreaWords[area])).join(say({ zh: '；', en: '; ' }))}
            </div>
          ) : null}
        </>
      ),
    },
    { title: say({ zh: '创建', en: 'Created' }), responsive: ['md'], render: (_, key) => format.date(key.createdAt) },
    { title: say({ zh: '有效期', en: 'Expires' }), render: (_, key) => <Expiry of={key} /> },
    {
      title: say({ zh: '最近使用', en: 'Last used' }),
      render: (_, key) =>
        key.lastUsedAt ? (
          <>
            {format.relative(key.lastUsedAt)}
            {key.lastUsedAddress ? (
              <div className="rg-settings-quiet">
                {say({ zh: '来自 {address}', en: 'from {address}' }, { address: key.lastUsedAddress })}
              </div>
            ) : null}
          </>
        ) : (
          say({ zh: '从未', en: 'never' })
        ),
    },
    {
      title: say({ zh: '操作', en: 'Actions' }),
      render: (_, key) =>
        key.revokedAt ? (
          <Badge>{say({ zh: '已吊销', en: 'Revoked' })}</Badge>
        ) : (
          <>
            {key.isMakerDisabled ? (
              <Badge tone="attention">{say({ zh: '建立人已停用，密钥不可用', en: 'Out of use: its maker is disabled' })}</Badge>
            ) : null}
            <RevokeKey of={key} />
          </>
        ),
    },
  ]
  return <Table rowKey="id" size="small" pagination={false} columns={columns} dataSource={[...keys]} scroll={{ x: 'max-content' }} />
}

const accessWords: Record<Key['scopes']['access'], Words> = {
  read: { zh: '只读', en: 'read only' },
  write: { zh: '读写', en: 'read and write' },
}

const soonMs = 14 * 86_400_000

function Expiry({ of }: { readonly of: Key }) {
  const say = useSay()
  const format = useFormat()
  const now = useNow()
  if (of.expiresAt === null) return say({ zh: '不过期', en: 'never' })
  const left = Date.parse(of.expiresAt) - now.getTime()
  if (left <= 0) return <Badge tone="danger">{say({ zh: '已过期', en: 'Expired' })}</Badge>
  const date = format.date(of.expiresAt)
  return left < soonMs && of.revokedAt === null ? <Badge tone="attention">{date}</Badge> : date
}

function RevokeKey({ of }: { readonly of: Key }) {
  const say = useSay()
  const confirm = useConfirm()
  const revoke = useAct(revokeKey)
  const ask = () =>
    confirm({
      title: say({ zh: '吊销“{name}”？', en: 'Revoke “{name}”?' }, { name: of.name }),
      content: { zh: '用它的程序会立即被拒绝，不能恢复。', en: 'Programs that use it are refused at once. This cannot be undone.' },
      ok: { zh: '吊销', en: 'Revoke' },
      danger: true,
      run: async () => void (await revoke.mutateAsync({ id: of.id })),
    })
  return (
    <Button size="small" danger onClick={ask}>
      {say({ zh: '吊销', en: 'Revoke' })}
    </Button>
  )
}

type Draft = {
  readonly name: string
  readonly role: (typeof keyRoles)[number]
  readonly access: Key['scopes']['access']
  readonly confined: boolean
  readonly areas?: KeyArea[]
  readonly expiresInDays: number
}

/** 0 stands for never. */
const lifeChoices = [30, 90, 180, 365, 0]

const inputOf = ({ name, role, access, confined, areas, expiresInDays }: Draft) => ({
  name,
  role,
  scopes: { access, areas: confined && areas ? areas : null },
  expiresInDays: expiresInDays === 0 ? null : expiresInDays,
})

function NewKey(props: { readonly open: boolean; readonly onClose: () => void; readonly onKey: (key: string) => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<Draft>()
  const confined = Form.useWatch('confined', form) ?? false
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
        initialValues={{ role: 'member', access: 'write', confined: false, expiresInDays: 365 }}
        onFinish={(draft: Draft) =>
          create.mutate(inputOf(draft), { onSuccess: made, onError: (error) => void message.error(sayProblem(error)) })
        }
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
        <Form.Item name="access" label={say({ zh: '只看，还是也能改', en: 'Only read, or change too' })}>
          <Radio.Group>
            <Radio value="read">{say({ zh: '只读', en: 'Read only' })}</Radio>
            <Radio value="write">{say({ zh: '读写', en: 'Read and write' })}</Radio>
          </Radio.Group>
        </Form.Item>
        <Form.Item name="confined" valuePropName="checked">
          <Checkbox>{say({ zh: '只限某些部分', en: 'Only some parts' })}</Checkbox>
        </Form.Item>
        {confined ? (
          <Form.Item
            name="areas"
            label={say({ zh: '哪些部分', en: 'Which parts' })}
            rules={[{ required: true, message: say({ zh: '请至少选一个', en: 'Choose one at least' }) }]}
          >
            <Select mode="multiple" options={keyAreas.map((area) => ({ value: area, label: say(keyAreaWords[area]) }))} />
          </Form.Item>
        ) : null}
        <Form.Item
          name="expiresInDays"
          label={say({ zh: '有效期', en: 'Valid for' })}
          extra={say({ zh: '到期前 14 天，首页会提醒。', en: 'The home page reminds you 14 days before it ends.' })}
        >
          <Select
            options={lifeChoices.map((n) => ({
              value: n,
              label: n === 0 ? say({ zh: '不过期（不建议）', en: 'For ever (not advised)' }) : say({ zh: '{n} 天', en: '{n} days' }, { n }),
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
