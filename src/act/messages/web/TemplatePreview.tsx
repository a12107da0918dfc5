import { App, Button, Select } from 'antd'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import type { ReplyOf } from '../../../core/action/action.ts'
import { ProblemError } from '../../../ui/call.ts'
import { useAct, useAsk, useList } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Empty, ErrorState, Loading, useSayProblem } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { listVariables, previewTemplate, testTemplate } from '../actions.ts'
import { MailFrame } from './MailFrame.tsx'

type Preview = ReplyOf<typeof previewTemplate>
type Props = { readonly subject: string; readonly body: string; readonly onProblem: (problem: ProblemError | null) => void }

/** The template filled in for a real customer while it is written. The last good picture stays while a line is wrong. */
export function TemplatePreview({ subject, body, onProblem }: Props) {
  const [customerId, setCustomerId] = useState<string>()
  const rested = useRested(JSON.stringify({ subject, body }), 400)
  const isEmpty = subject.trim() === '' && body.trim() === ''
  const text: { subject: string; body: string } = JSON.parse(rested)
  const asked = useAsk(previewTemplate, { ...text, ...(customerId ? { customerId } : {}) }, { when: !isEmpty, keep: true })
  const last = useLast(asked.data)
  const problem = !isEmpty && asked.error instanceof ProblemError ? asked.error : null
  useEffect(() => onProblem(problem), [problem, onProblem])
  if (isEmpty) return <Empty small title={{ zh: '写下几句，这里就有样子了', en: 'Write a few words to see them here' }} />
  if (!last) return asked.error ? <ErrorState error={asked.error} /> : <Loading rows={6} />
  return (
    <>
      <WhoLine preview={last} customerId={customerId} onChange={setCustomerId} subject={subject} body={body} />
      <Missing preview={last} />
      <div className={problem ? 'rg-template-stale' : undefined}>
        <MailFrame subject={last.subject} html={last.html} text={last.text} />
      </div>
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

type WhoProps = Omit<Props, 'onProblem'> & {
  readonly preview: Preview
  readonly customerId: string | undefined
  readonly onChange: (id: string | undefined) => void
}

function WhoLine({ preview, customerId, onChange, subject, body }: WhoProps) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [typed, setTyped] = useState('')
  const search = useRested(typed.trim())
  const found = useList('customers', { limit: 8, fields: ['name', 'phone', 'email'], ...(search ? { search } : {}) })
  const people = (found.data?.pages[0]?.rows ?? []).flatMap((row) => person.safeParse(row).data ?? [])
  const test = useAct(testTemplate)
  const may = useMayDo(testTemplate)
  const send = () =>
    test.mutate(
      { subject, body, ...(customerId ? { customerId } : {}) },
      {
        onSuccess: ({ to }) => void message.success(say({ zh: '已发到 {to}', en: 'Sent to {to}' }, { to })),
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  const current = preview.customer
  const options = people.map((one) => ({ value: one.id, label: one.name ?? one.phone ?? one.email ?? `#${one.id.slice(-8)}` }))
  const hasCurrent = current === null || options.some(({ value }) => value === current.id)
  return (
    <div className="rg-template-who">
      <Select
        aria-label={say({ zh: '以哪位客户为例', en: 'For which customer' })}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        value={current?.id}
        onChange={onChange}
        placeholder={say({ zh: '选择一位客户', en: 'Choose a customer' })}
        options={
          hasCurrent || current === null ? options : [{ value: current.id, label: current.name ?? `#${current.id.slice(-8)}` }, ...options]
        }
      />
      {may ? (
        <Button onClick={send} loading={test.isPending}>
          {say({ zh: '发给自己看看', en: 'Send it to me' })}
        </Button>
      ) : null}
    </div>
  )
}

/** What the text names and this customer lacks. */
function Missing({ preview }: { readonly preview: Preview }) {
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
