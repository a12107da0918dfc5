import { App, Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import type { Language } from '../../../core/kit/words.ts'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { ProblemError } from '../../../ui/call.ts'
import { useAct, useAsk, useList } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Empty, ErrorState, Loading, useSayProblem } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { listVariables, previewTemplate, testTemplate } from '../try-template-actions.ts'
import { templateContent } from '../content/content.ts'
import { ChannelFrame } from './ChannelFrame.tsx'
import { MailFrame } from './MailFrame.tsx'
import type { WrittenTemplate } from './use-template-draft.ts'
import type { Preview } from './template-answers.ts'

type Props = {
  readonly written: WrittenTemplate
  readonly language: Language
  readonly onProblem: (problem: ProblemError | null) => void
  readonly onPreview?: (preview: Preview) => void
}

/** The template filled in for a real customer while it is written. The last good picture stays while a line is wrong. */
export function TemplatePreview({ written, language, onProblem, onPreview }: Props) {
  const [customerId, setCustomerId] = useState<string>()
  const { subject, body, channel, content, kind } = written
  // What a form does not take yet, e.g. JSON that is half written, is not asked.
  const isWhole = content === null || templateContent.safeParse(content).success
  const isEmpty = content === null && subject.trim() === '' && body.trim() === ''
  const text = { subject, body, channel, content, kind, language }
  const rested: typeof text = JSON.parse(useRested(JSON.stringify(text), 400))
  const input = { ...rested, ...(customerId ? { customerId } : {}) }
  const asked = useAsk(previewTemplate, input, { when: !isEmpty && isWhole, keep: true })
  const last = useLast(asked.data)
  const problem = !isEmpty && asked.error instanceof ProblemError ? asked.error : null
  useEffect(() => onProblem(problem), [problem, onProblem])
  useEffect(() => {
    if (last) onPreview?.(last)
  }, [last, onPreview])
  if (isEmpty) return <Empty small title={{ zh: '写下几句，这里就有样子了', en: 'Write a few words to see them here' }} />
  if (!last) return asked.error ? <ErrorState error={asked.error} /> : <Loading rows={6} />
  return (
    <>
      <WhoLine preview={last} onChange={setCustomerId} />
      <TestLine input={input} />
      <div className={problem ? 'rg-template-stale' : undefined}>
        <FilledTemplate preview={last} channel={channel} />
      </div>
    </>
  )
}

/** As the customer would read it, and what is not known of them. */
export function FilledTemplate({ preview, channel }: { readonly preview: Preview; readonly channel: ChannelName }) {
  return (
    <>
      <Lacking preview={preview} />
      {channel === 'email' ? (
        <MailFrame subject={preview.subject} html={preview.html} text={preview.text} />
      ) : (
        <ChannelFrame preview={preview} channel={channel} />
      )}
    </>
  )
}

/** The newest answer there was. */
function useLast(preview: Preview | undefined): Preview | undefined {
  const [last, setLast] = useState(preview)
  useEffect(() => {
    if (preview) setLast(preview)
  }, [preview])
  return preview ?? last
}

const person = z.object({ id: z.string(), name: z.string().nullish(), phone: z.string().nullish(), email: z.string().nullish() })

function WhoLine({ preview, onChange }: { readonly preview: Preview; readonly onChange: (id: string | undefined) => void }) {
  const say = useSay()
  const [typed, setTyped] = useState('')
  const search = useRested(typed.trim())
  const found = useList('customers', { limit: 8, fields: ['name', 'phone', 'email'], ...(search ? { search } : {}) })
  const people = (found.data?.pages[0]?.rows ?? []).flatMap((row) => person.safeParse(row).data ?? [])
  const current = preview.customer
  const options = people.map((one) => ({ value: one.id, label: nameOfCustomer(one) }))
  const hasCurrent = current === null || options.some(({ value }) => value === current.id)
  return (
    <div className="rg-template-who">
      <Select
        aria-label={say({ zh: '以哪位客户为例', en: 'For which customer' })}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        value={current?.id}
        onChange={onChange}
        placeholder={say({ zh: '选择一位客户', en: 'Choose a customer' })}
        options={hasCurrent || current === null ? options : [{ value: current.id, label: nameOfCustomer(current) }, ...options]}
      />
    </div>
  )
}

type Input_ = Parameters<ReturnType<typeof useAct<(typeof testTemplate)['input'], (typeof testTemplate)['output']>>['mutate']>[0]

/** Sends it to oneself: mail to the own address, other channels to one that is typed in. */
function TestLine({ input }: { readonly input: Input_ & { channel: WrittenTemplate['channel'] } }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const test = useAct(testTemplate)
  const may = useMayDo(testTemplate)
  const [to, setTo] = useState('')
  const needsAddress = channelKinds[input.channel].address !== null && input.channel !== 'email'
  if (!may || input.channel === 'task') return null
  const send = () =>
    test.mutate(
      { ...input, ...(needsAddress ? { to } : {}) },
      {
        onSuccess: (answer) =>
          void message.success(answer.to ? say({ zh: '已发到 {to}', en: 'Sent to {to}' }, answer) : say({ zh: '已发出', en: 'Sent' })),
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  return (
    <div className="rg-template-who">
      {needsAddress ? (
        <Input
          aria-label={say({ zh: '发到哪里', en: 'Where to' })}
          placeholder={
            input.channel === 'sms'
              ? say({ zh: '您的手机号', en: 'Your phone number' })
              : say({ zh: '您在这个渠道的账号', en: 'Your own id in this channel' })
          }
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      ) : null}
      <Button onClick={send} loading={test.isPending} disabled={needsAddress && to.trim() === ''}>
        {say({ zh: '发给自己看看', en: 'Send it to me' })}
      </Button>
      <Missing what={needsAddress && to.trim() === '' ? { zh: '先填发到哪里', en: 'Say where to first' } : null} />
    </div>
  )
}

/** What the text names and this customer lacks. */
function Lacking({ preview }: { readonly preview: Preview }) {
  const say = useSay()
  const { data } = useAsk(listVariables, {})
  if (preview.customer === null)
    return (
      <p className="rg-filter-hint">
        {say({ zh: '还没有客户，先按空资料显示。', en: 'There are no customers yet, so nothing is filled in.' })}
      </p>
    )
  if (preview.missing.length === 0) return null
  const names = preview.missing.map((name) => say(data?.variables.find((one) => one.name === name)?.label ?? name))
  return (
    <p className="rg-filter-hint" role="status">
      {say(
        {
          zh: '这位客户没有：{names}。有备用词的用备用词，没有的就空着。',
          en: 'Not known of this customer: {names}. The fallback is used, or nothing where there is none.',
        },
        { names: names.join(say({ zh: '、', en: ', ' })) },
      )}
    </p>
  )
}
