import { Alert, App, Button, Select } from 'antd'
import { useId, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { checkSending } from '../../attention/actions.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { sendMessage } from '../actions.ts'
import { listLibrary, readTemplate } from '../template-actions.ts'
import { previewTemplate } from '../try-template-actions.ts'
import { FilledTemplate } from './TemplatePreview.tsx'
import '../../../pages/pages.css'
import './messages.css'

type Line = ReplyOf<typeof listLibrary>['templates'][number]
type Verdict = ReplyOf<typeof checkSending>
type Props = { readonly customerId: string; readonly onDone: () => void }

/** What may go out to a customer: approved, readable, and by a channel that reaches customers. */
const isSendable = ({ state, unreadable, channel }: Line) => state === 'approved' && !unreadable && channelKinds[channel].marketing

/** A channel, a template of it, what the customer would read, and whether it may be sent at this moment. */
export function SendForm(props: Props) {
  const library = useAsk(listLibrary, {})
  return (
    <Answered of={library}>
      {({ templates }) => {
        const sendable = templates.filter(isSendable)
        return sendable.length === 0 ? <NoTemplate /> : <Choosing {...props} templates={sendable} />
      }}
    </Answered>
  )
}

function NoTemplate() {
  return (
    <Empty
      title={{ zh: '还没有可以发送的模板', en: 'There is no template to send yet' }}
      hint={{
        zh: '先写一个模板；须经审批的，批准后就会出现在这里。',
        en: 'Write one first; what needs approval is here once it is approved.',
      }}
      next={{ label: { zh: '去消息模板', en: 'Open the templates' }, to: '/templates' }}
    />
  )
}

function Choosing({ templates, ...props }: Props & { readonly templates: readonly Line[] }) {
  const say = useSay()
  const id = useId()
  const channels = [...new Set(templates.map(({ channel }) => channel))]
  const [channel, setChannel] = useState(channels[0])
  const [templateId, setTemplateId] = useState<string>()
  const offered = templates.filter((template) => template.channel === channel)
  return (
    <div className="rg-send">
      <ChoiceChips
        label={{ zh: '渠道', en: 'Channel' }}
        chips={channels.map((value) => ({ value, label: channelKinds[value].label }))}
        value={channel ?? null}
        onChoose={(next) => {
          if (next === null) return
          setChannel(next)
          setTemplateId(undefined)
        }}
      />
      <div className="rg-form-line">
        <label htmlFor={id}>{say({ zh: '模板', en: 'Template' })}</label>
        <Select
          id={id}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={say({ zh: '选择一个模板', en: 'Choose a template' })}
          value={templateId}
          onChange={setTemplateId}
          options={offered.map(({ id: value, name }) => ({ value, label: name }))}
        />
      </div>
      {templateId === undefined ? (
        <div className="rg-dialog-foot">
          <Missing what={{ zh: '先选一个模板', en: 'Choose a template first' }} />
          <Button type="primary" disabled>
            {say({ zh: '发送', en: 'Send' })}
          </Button>
        </div>
      ) : (
        <Chosen key={templateId} {...props} templateId={templateId} />
      )}
    </div>
  )
}

function Chosen({ customerId, templateId, onDone }: Props & { readonly templateId: string }) {
  const whole = useAsk(readTemplate, { id: templateId })
  const verdict = useAsk(checkSending, { customerId, templateId })
  const { subject = '', body = '', channel = 'email', content = null, kind = 'marketing' } = whole.data ?? {}
  const preview = useAsk(previewTemplate, { subject, body, channel, content, kind, customerId }, { when: whole.data !== undefined })
  return (
    <>
      <Answered of={verdict} rows={1}>
        {(answer) => <SayVerdict verdict={answer} />}
      </Answered>
      <Answered of={whole.error ? { ...whole, data: undefined } : preview} rows={6}>
        {(filled) => <FilledTemplate preview={filled} channel={channel} />}
      </Answered>
      {preview.data && verdict.data ? (
        <SendButton verdict={verdict.data} customerId={customerId} templateId={templateId} onDone={onDone} />
      ) : null}
    </>
  )
}

function SayVerdict({ verdict: { state, reason, from } }: { readonly verdict: Verdict }) {
  const say = useSay()
  const format = useFormat()
  const title = {
    now: say({ zh: '现在可以发送', en: 'It may be sent now' }),
    later: from
      ? say({ zh: '现在还不能发，{at} 起可以', en: 'Not now, but from {at}' }, { at: format.dateTime(from) })
      : say({ zh: '现在还不能发', en: 'It may not be sent now' }),
    no: say({ zh: '不能发给这位客户', en: 'It may not be sent to this customer' }),
    unseen: say({
      zh: '您的角色看不到这个联系方式。能不能发，发件箱在发出时判断。',
      en: 'Your role does not show this address. The outbox decides when it leaves whether it may be sent.',
    }),
  }
  return (
    <Alert
      role="status"
      showIcon
      type={state === 'now' ? 'success' : state === 'unseen' ? 'info' : 'warning'}
      title={title[state]}
      description={reason ? say(reason.words) : undefined}
    />
  )
}

/** What waits for an hour is put off by the outbox itself; for room in a limit it is queued for when there is some. */
const dueOf = ({ from, limits }: Verdict) =>
  from !== null && limits.some(({ sent, kept, most }) => sent + kept >= most) ? { dueAt: from } : {}

function SendButton({ verdict, customerId, templateId, onDone }: Props & { readonly verdict: Verdict; readonly templateId: string }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const format = useFormat()
  const { message } = App.useApp()
  const act = useAct(sendMessage)
  const { state, from } = verdict
  const isNever = state === 'no' || (state === 'later' && from === null)
  const at = state === 'later' && from !== null ? format.dateTime(from) : null
  const done = () => {
    onDone()
    void message.success(
      at
        ? say({ zh: '已排队，{at} 起发出', en: 'Queued; it leaves from {at}' }, { at })
        : say({ zh: '已排队，马上发出', en: 'Queued; it leaves in a moment' }),
    )
  }
  return (
    <>
      {act.error ? <Alert type="error" showIcon role="alert" title={sayProblem(act.error)} /> : null}
      <div className="rg-dialog-foot">
        <Missing what={isNever ? { zh: '上面写着为什么不能发', en: 'Above is why it may not be sent' } : null} />
        <Button
          type="primary"
          disabled={isNever}
          loading={act.isPending}
          onClick={() => act.mutate({ customerId, templateId, ...dueOf(verdict) }, { onSuccess: done })}
        >
          {at ? say({ zh: '排队，到时发出', en: 'Queue it for then' }) : say({ zh: '发送', en: 'Send' })}
        </Button>
      </div>
    </>
  )
}
