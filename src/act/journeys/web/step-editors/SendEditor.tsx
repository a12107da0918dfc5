import { Alert, InputNumber, Select } from 'antd'
import { z } from 'zod'
import { useSay } from '../../../../ui/language.tsx'
import { Empty } from '../../../../ui/States.tsx'
import { channelOptions } from '../../../channels/channel-kinds.ts'
import { Labelled } from '../Labelled.tsx'
import { AccountChoice } from './AccountChoice.tsx'
import { baseOf, type StepEditorProps } from './step-editor.ts'
import { TemplateChoice } from './TemplateChoice.tsx'

const sendShape = z.object({
  templateId: z.string().catch(''),
  channel: z.string().optional().catch(undefined),
  accountId: z.string().optional().catch(undefined),
  priority: z.number().optional().catch(undefined),
})

export function SendEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const sending = sendShape.parse(step)
  const { templateId, channel, accountId, priority } = sending
  const set = (patch: Partial<typeof sending>) => onChange({ ...baseOf(step), ...sending, ...patch })
  const channelOf = (template: string) => known.templateChannels.get(template) ?? 'email'
  const leavesBy = channel ?? channelOf(templateId)
  // An account is one channel's: with another channel it is chosen anew.
  const move = (patch: Partial<typeof sending>, to: string) => set(to === leavesBy ? patch : { ...patch, accountId: undefined })
  const options = [...known.templates].flatMap(([value, name]) => {
    const of = channelOf(value)
    // What is written for another system is no message to a customer.
    if (of === 'webhook' && value !== templateId) return []
    const said = channelOptions.find((one) => one.value === of)?.label
    const isPlain = of === 'email' || !said
    return [{ value, label: isPlain ? name : say({ zh: '{name}（{channel}）', en: '{name} ({channel})' }, { name, channel: said }) }]
  })
  if (options.length === 0)
    return (
      <Empty
        small
        title={{ zh: '还没有模板', en: 'There are no templates yet' }}
        hint={{ zh: '先保存这个旅程的草稿也可以，写好模板再回来选。', en: 'Write one first, then come back and choose it here.' }}
        next={{ label: { zh: '去写模板', en: 'Write a template' }, to: '/templates/new' }}
      />
    )
  return (
    <div className="rg-form">
      <TemplateChoice
        known={known}
        templateId={templateId}
        options={options}
        onChange={(next) => move({ templateId: next }, channel ?? channelOf(next))}
      />
      <Labelled label={{ zh: '渠道', en: 'Channel' }}>
        <Select
          aria-label={say({ zh: '渠道', en: 'Channel' })}
          className="rg-journey-name"
          value={channel ?? ''}
          onChange={(next) => move({ channel: next === '' ? undefined : next }, next === '' ? channelOf(templateId) : next)}
          options={[
            { value: '', label: say({ zh: '按模板的渠道', en: 'The template’s own' }) },
            ...channelOptions.map(({ value, label }) => ({ value, label: say(label) })),
          ]}
        />
      </Labelled>
      <AccountChoice channel={leavesBy} accountId={accountId} onChange={(next) => set({ accountId: next })} />
      <Labelled
        label={{ zh: '优先级', en: 'Priority' }}
        hint={{
          zh: '客户当天只剩一次额度时，优先级高的先发；不填用旅程的',
          en: 'Where there is room for one message only the higher goes; the journey’s where left empty',
        }}
      >
        <InputNumber<number>
          aria-label={say({ zh: '优先级', en: 'Priority' })}
          min={0}
          max={100}
          precision={0}
          value={priority ?? null}
          onChange={(next) => set({ priority: next ?? undefined })}
        />
      </Labelled>
      <Alert
        type="info"
        showIcon
        title={say({
          zh: '消息交给发件箱；同意、免打扰时段和触达额度在发出的那一刻检查，没有发出的会写明原因。',
          en: 'The message goes to the outbox. Consent, quiet hours and the limits are obeyed when it leaves; where it does not, the reason is kept.',
        })}
      />
    </div>
  )
}

/** Another system gets what its own template says: no consent, no hours, no limits. */
export function WebhookEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const { templateId, accountId } = sendShape.parse(step)
  const set = (patch: { readonly templateId?: string; readonly accountId?: string | undefined }) =>
    onChange({ ...baseOf(step), templateId, accountId, ...patch })
  const options = [...known.templates].flatMap(([value, label]) =>
    known.templateChannels.get(value) === 'webhook' || value === templateId ? [{ value, label }] : [],
  )
  if (options.length === 0)
    return (
      <Empty
        small
        title={{ zh: '还没有给其他系统的模板', en: 'There is no template for another system yet' }}
        hint={{
          zh: '先写一个渠道为 Webhook 的模板，说明要发去的内容（JSON）；接收地址在“渠道”里设置。',
          en: 'First write a template for the channel Webhook that says what is sent (JSON); the address is set under Channels.',
        }}
        next={{ label: { zh: '去写模板', en: 'Write a template' }, to: '/templates/new' }}
      />
    )
  return (
    <div className="rg-form">
      <TemplateChoice known={known} templateId={templateId} options={options} onChange={(next) => set({ templateId: next })} />
      <AccountChoice channel="webhook" accountId={accountId} onChange={(next) => set({ accountId: next })} />
      <Alert
        type="info"
        showIcon
        title={say({
          zh: '带签名发到“渠道”里设置的地址；对方暂时不通会在之后重试，同一条用同一个编号，旅程照常往下走。',
          en: 'Sent signed to the address set under Channels. While the receiver is down it is tried again later under the same id, and the journey goes on.',
        })}
      />
    </div>
  )
}
