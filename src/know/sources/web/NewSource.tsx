import { App, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { useGo } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { ShownOnce } from '../../../ui/ShownOnce.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { createSource } from '../actions.ts'
import { createHook } from '../hook-actions.ts'
import { readyMappings } from '../ready-mappings.ts'
import { schemeCards, signatureSchemes, type SignatureSchemeName } from '../signature-schemes.ts'

type Draft = {
  readonly name: string
  readonly kind: 'segment' | 'hook'
  readonly ready?: string
  readonly scheme?: SignatureSchemeName
  readonly header?: string
  readonly secret?: string
}

type Made = { readonly id: string; readonly key: string; readonly isHook: boolean }

const required = (say: ReturnType<typeof useSay>) => [
  { required: true, whitespace: true, message: say({ zh: '请填写', en: 'Fill this in' }) },
]

/** Makes a source, shows its key the one time it is known, and goes to its page. */
export function NewSource({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const say = useSay()
  const go = useGo()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<Draft>()
  const [made, setMade] = useState<Made | null>(null)
  const segment = useAct(createSource)
  const hook = useAct(createHook)
  const create = async (draft: Draft) => {
    try {
      setMade(await createBy(draft, segment.mutateAsync, hook.mutateAsync))
      form.resetFields()
      onClose()
    } catch (error) {
      void message.error(sayProblem(error))
    }
  }
  return (
    <>
      <Modal
        open={open}
        title={say({ zh: '新建来源', en: 'New source' })}
        okText={say({ zh: '新建', en: 'Create' })}
        confirmLoading={segment.isPending || hook.isPending}
        onOk={() => form.submit()}
        onCancel={onClose}
      >
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ kind: 'segment', ready: '', scheme: 'standard' }}
          onFinish={(draft: Draft) => void create(draft)}
        >
          <Form.Item name="name" label={say({ zh: '名称', en: 'Name' })} rules={required(say)}>
            <Input maxLength={60} placeholder={say({ zh: '官网', en: 'Website' })} />
          </Form.Item>
          <Form.Item name="kind" label={say({ zh: '怎样发来', en: 'How it sends' })}>
            <Radio.Group
              options={[
                { value: 'segment', label: say({ zh: '网站、小程序、服务器（Segment 规范）', en: 'Site, app or server (Segment spec)' }) },
                { value: 'hook', label: say({ zh: '别的系统的 Webhook', en: 'Another system’s webhook' }) },
              ]}
            />
          </Form.Item>
          <HookFields />
        </Form>
      </Modal>
      <ShownOnce
        title={made?.isHook ? { zh: '新的签名密钥', en: 'The new signing secret' } : { zh: '新的写入密钥', en: 'The new write key' }}
        hint={
          made?.isHook
            ? {
                zh: '把它和接收地址填到对方系统里；关闭后不再显示。',
                en: 'Enter it and the address in the sending system; it is not shown again.',
              }
            : { zh: '填到您的网站或小程序里；关闭后不再显示。', en: 'Put it into your site or app; it is not shown again.' }
        }
        value={made?.key ?? null}
        onClose={() => {
          if (made) go(`/sources/${made.id}`)
          setMade(null)
        }}
      />
    </>
  )
}

type CreateSegment = (input: { name: string }) => Promise<{ id: string; writeKey: string }>
type CreateHook = (
  input: Parameters<ReturnType<typeof useAct<typeof createHook.input, typeof createHook.output>>['mutateAsync']>[0],
) => Promise<{ id: string; secret: string }>

async function createBy(
  { name, kind, ready, scheme = 'standard', header, secret }: Draft,
  segment: CreateSegment,
  hook: CreateHook,
): Promise<Made> {
  if (kind === 'segment') {
    const { id, writeKey } = await segment({ name })
    return { id, key: writeKey, isHook: false }
  }
  const mapping = readyMappings.find((one) => one.name === ready)?.mapping
  const made = await hook({ name, scheme, ...(header ? { header } : {}), ...(secret ? { secret } : {}), ...(mapping ? { mapping } : {}) })
  return { id: made.id, key: made.secret, isHook: true }
}

/** What only a webhook needs: whose it is, and how it is signed. */
function HookFields() {
  const say = useSay()
  const form = Form.useFormInstance<Draft>()
  const kind = Form.useWatch('kind', form)
  const scheme = Form.useWatch('scheme', form) ?? 'standard'
  if (kind !== 'hook') return null
  const card = schemeCards[scheme]
  return (
    <>
      <Form.Item
        name="ready"
        label={say({ zh: '从现成的映射开始', en: 'Begin with a ready mapping' })}
        extra={say({
          zh: '现成的映射按各家公开的文档写成，未在其系统上试过；可以随时修改。',
          en: 'Written by what the vendors publish and not tried against their systems; you can change them at any time.',
        })}
      >
        <Select
          options={[
            { value: '', label: say({ zh: '不用，自己指明', en: 'None, I say it myself' }) },
            ...readyMappings.map(({ name, label }) => ({ value: name, label: say(label) })),
          ]}
          onChange={(name) => form.setFieldValue('scheme', readyMappings.find((one) => one.name === name)?.scheme ?? scheme)}
        />
      </Form.Item>
      <Form.Item name="scheme" label={say({ zh: '签名方式', en: 'How it is signed' })} extra={say(card.help)}>
        <Select options={signatureSchemes.map((name) => ({ value: name, label: say(schemeCards[name].label) }))} />
      </Form.Item>
      {card.hasHeader ? (
        <Form.Item name="header" label={say({ zh: '请求头名称', en: 'Name of the header' })} rules={required(say)}>
          <Input maxLength={80} placeholder="X-Signature" />
        </Form.Item>
      ) : null}
      {card.secretFrom === 'us' ? null : (
        <Form.Item
          name="secret"
          label={say({ zh: '对方给出的密钥', en: 'The sender’s secret' })}
          rules={card.secretFrom === 'sender' ? required(say) : []}
          extra={card.secretFrom === 'either' ? say({ zh: '不填则由系统生成', en: 'One is made where this is empty' }) : null}
        >
          <Input.Password maxLength={500} autoComplete="off" />
        </Form.Item>
      )}
    </>
  )
}
