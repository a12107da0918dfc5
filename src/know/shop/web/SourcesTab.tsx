import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, Modal, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { createSource, disableSource, listSources } from '../../sources/actions.ts'
import { ShownOnce } from './ShownOnce.tsx'
import { SourceNotes } from './SourceNotes.tsx'
import { useRole } from './use-role.ts'

type Source = z.output<typeof listSources.output>['sources'][number]

const onceWords = {
  title: { zh: '新的写入密钥', en: 'The new write key' },
  hint: { zh: '填到您的网站或小程序里；关闭后不再显示。', en: 'Put it into your site or app; it is not shown again.' },
}

export function SourcesTab() {
  const say = useSay()
  const role = useRole()
  const asked = useAsk(listSources, {})
  const [adding, setAdding] = useState(false)
  const [key, setKey] = useState<string | null>(null)
  const add =
    role === 'owner' ? (
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
        {say({ zh: '新建来源', en: 'New source' })}
      </Button>
    ) : null
  return (
    <Section
      bare
      title={{ zh: '数据从哪里来', en: 'Where data comes from' }}
      actions={add}
      note={say({
        zh: '网站、小程序和服务器可以按 Segment HTTP 规范把行为发到 /v1/batch。',
        en: 'Sites, apps and servers can send what people do to /v1/batch, by the Segment HTTP spec.',
      })}
    >
      <Answered of={asked}>
        {({ sources }) =>
          sources.length === 0 ? (
            <Empty small title={{ zh: '还没有来源', en: 'No sources yet' }} />
          ) : (
            <SourceList sources={sources} mayDisable={role === 'owner'} />
          )
        }
      </Answered>
      <NewSource open={adding} onClose={() => setAdding(false)} onKey={setKey} />
      <ShownOnce {...onceWords} value={key} onClose={() => setKey(null)} />
    </Section>
  )
}

function SourceList({ sources, mayDisable }: { readonly sources: readonly Source[]; readonly mayDisable: boolean }) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<Source> = [
    {
      title: say({ zh: '名称', en: 'Name' }),
      render: (_, source) => (
        <>
          {source.name} <span className="rg-settings-quiet">…{source.keyHint}</span>
        </>
      ),
    },
    { title: say({ zh: '收到', en: 'Received' }), align: 'right', render: (_, source) => format.count(source.received) },
    { title: say({ zh: '拒收', en: 'Refused' }), align: 'right', render: (_, source) => format.count(source.refused) },
    {
      title: say({ zh: '最近来信', en: 'Last heard of' }),
      render: (_, source) => (source.lastSeenAt ? format.relative(source.lastSeenAt) : say({ zh: '从未', en: 'never' })),
    },
    {
      title: say({ zh: '操作', en: 'Actions' }),
      render: (_, source) => {
        if (source.disabledAt) return <Badge>{say({ zh: '已停用', en: 'Disabled' })}</Badge>
        return mayDisable ? <DisableSource of={source} /> : null
      },
    },
  ]
  return (
    <Table
      rowKey="id"
      size="small"
      pagination={false}
      columns={columns}
      dataSource={[...sources]}
      scroll={{ x: 'max-content' }}
      expandable={{ expandedRowRender: (source) => <SourceNotes id={source.id} waiting={source.waiting} /> }}
    />
  )
}

function DisableSource({ of }: { readonly of: Source }) {
  const say = useSay()
  const { message, modal } = App.useApp()
  const sayProblem = useSayProblem()
  const disable = useAct(disableSource)
  const ask = () =>
    modal.confirm({
      title: say({ zh: '停用来源“{name}”？', en: 'Disable the source “{name}”?' }, { name: of.name }),
      content: say({ zh: '它的写入密钥立即失效；收到的数据保留。', en: 'Its write key stops working at once; what it sent stays.' }),
      okText: say({ zh: '停用', en: 'Disable' }),
      okButtonProps: { danger: true },
      onOk: () => disable.mutateAsync({ id: of.id }).catch((error: unknown) => void message.error(sayProblem(error))),
    })
  return (
    <Button size="small" danger onClick={ask}>
      {say({ zh: '停用', en: 'Disable' })}
    </Button>
  )
}

function NewSource(props: { readonly open: boolean; readonly onClose: () => void; readonly onKey: (key: string) => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<{ name: string }>()
  const create = useAct(createSource)
  const made = ({ writeKey }: { writeKey: string }) => {
    form.resetFields()
    props.onClose()
    props.onKey(writeKey)
  }
  return (
    <Modal
      open={props.open}
      title={say({ zh: '新建来源', en: 'New source' })}
      okText={say({ zh: '新建', en: 'Create' })}
      confirmLoading={create.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(input: { name: string }) =>
          create.mutate(input, { onSuccess: made, onError: (error) => void message.error(sayProblem(error)) })
        }
      >
        <Form.Item
          name="name"
          label={say({ zh: '名称', en: 'Name' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请输入名称', en: 'Enter a name' }) }]}
        >
          <Input maxLength={60} placeholder={say({ zh: '官网', en: 'Website' })} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
