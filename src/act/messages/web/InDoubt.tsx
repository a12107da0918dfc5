import { Alert, App, Button, Space } from 'antd'
import { useState } from 'react'
import { call } from '../../../ui/call.ts'
import type { RequestOf } from '../../../core/action/action.ts'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { listMessages, mostResolved, resolveMessages } from '../actions.ts'
import { type Doubtful, type How, howWords, useResolve } from './use-resolve.ts'

type Filters = Omit<RequestOf<typeof listMessages>, 'after' | 'limit' | 'state'>

type Props = {
  readonly count: number
  /** Which are looked at; null while others than those in doubt are. */
  readonly filters: Filters | null
  readonly onOpen: () => void
}

/** The program does not guess: whoever may decides, about each or about all that are looked at. */
export function InDoubt({ count, filters, onOpen }: Props) {
  const say = useSay()
  const format = useFormat()
  const may = useMayDo(resolveMessages)
  return (
    <Alert
      className="rg-mail-hint"
      type="warning"
      showIcon
      title={say({ zh: '{n} 条消息结果不明', en: 'What became of {n} {n|message|messages} is not known' }, { n: format.count(count) })}
      description={
        <>
          {say({
            zh: '发送途中断开了，没有等到答复，可能已送达。为免重复，不会自动重发；到没到，可以先查发信服务器或服务商的记录，再一起处理或逐条处理。',
            en: 'The line or the program broke off and no answer came, so they may have arrived. They are not sent again by themselves. The records of your mail server or vendor may tell; then settle them together or one by one.',
          })}
          {may && filters ? <ResolveAll filters={filters} /> : null}
        </>
      }
      action={
        filters ? null : (
          <Button size="small" onClick={onOpen}>
            {say({ zh: '查看', en: 'Show them' })}
          </Button>
        )
      }
    />
  )
}

const allWords = {
  resend: { zh: '全部再发一次', en: 'Send all again' },
  sent: { zh: '全部认定已送达', en: 'Take all as sent' },
} satisfies Record<How, object>

/** Names each of them first: what is settled is what was counted, and nothing that comes to be in doubt meanwhile. */
function ResolveAll({ filters }: { readonly filters: Filters }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const resolve = useResolve()
  const [finding, setFinding] = useState<How | null>(null)
  const find = async (how: How) => {
    setFinding(how)
    try {
      resolve(how, await findAll(filters))
    } catch (error) {
      void message.error(sayProblem(error))
    } finally {
      setFinding(null)
    }
  }
  return (
    <Space wrap className="rg-message-resolve">
      {(['resend', 'sent'] as const).map((how) => (
        <Button key={how} loading={finding === how} disabled={finding !== null && finding !== how} onClick={() => void find(how)}>
          {say(allWords[how])}
        </Button>
      ))}
    </Space>
  )
}

/** The newest first, as many as are settled at once. */
async function findAll(filters: Filters): Promise<Doubtful[]> {
  const found: Doubtful[] = []
  for (let after: string | null | undefined; after !== null && found.length < mostResolved; ) {
    const page = await call(listMessages, { ...filters, state: 'unknown', limit: 200, ...(after === undefined ? {} : { after }) })
    found.push(...page.rows.map(({ customerId, id }) => ({ customerId, id })))
    after = page.next
  }
  return found.slice(0, mostResolved)
}

/** What can be done with those that are chosen. */
export function ResolveThese({ messages, onDone }: { readonly messages: readonly Doubtful[]; readonly onDone?: () => void }) {
  const say = useSay()
  const resolve = useResolve()
  return (['resend', 'sent'] as const).map((how) => (
    <Button key={how} onClick={() => resolve(how, messages, onDone)}>
      {say(howWords[how])}
    </Button>
  ))
}
