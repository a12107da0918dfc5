import { App, Button } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { LinkDialog } from '../../../ui/LinkDialog.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { customerPrivacy } from '../actions.ts'
import { linkExport, startExport, stopPersonExport } from '../export-actions.ts'

type Copy = ReplyOf<typeof customerPrivacy>['exports'][number]

const saidState: Readonly<Record<Copy['state'], Words>> = {
  waiting: { zh: '等待生成', en: 'waits' },
  running: { zh: '正在生成', en: 'being made' },
  done: { zh: '可以下载', en: 'ready' },
  failed: { zh: '没有做成，请重试', en: 'failed; try again' },
  stopped: { zh: '已停止', en: 'stopped' },
  gone: { zh: '已过期清除', en: 'cleared' },
}

type Props = { readonly customerId: string; readonly requestId?: string; readonly disabled?: boolean }

/** Makes a copy of all data of a person, shows how far it is, and how it gets to them. */
export function ExportPart({ customerId, requestId, disabled = false }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const { language } = useLanguage()
  const start = useAct(startExport)
  const [busy, setBusy] = useState(false)
  const asked = useAsk(customerPrivacy, { id: customerId }, { every: busy ? 1_000 : 15_000 })
  const copies = asked.data?.exports ?? []
  const isBusy = copies.some(({ state }) => state === 'waiting' || state === 'running')
  if (isBusy !== busy) setBusy(isBusy)
  const make = () =>
    start.mutate(
      { customerId, language, ...(requestId ? { requestId } : {}) },
      { onError: (error) => void message.error(sayProblem(error)) },
    )
  return (
    <div>
      <Button disabled={disabled || isBusy} loading={start.isPending} onClick={make}>
        {say({ zh: '生成个人数据副本', en: 'Make a copy of their data' })}
      </Button>
      <ul className="rg-privacy-list">
        {copies.map((copy) => (
          <CopyLine key={copy.id} copy={copy} />
        ))}
      </ul>
    </div>
  )
}

function CopyLine({ copy }: { readonly copy: Copy }) {
  const say = useSay()
  const { language } = useLanguage()
  const format = useFormat()
  const stop = useAct(stopPersonExport)
  if (copy.state === 'waiting' || copy.state === 'running')
    return (
      <li>
        <Progress
          label={say({ zh: '正在收集数据', en: 'Gathering the data' })}
          done={copy.done}
          total={copy.total}
          onStop={() => stop.mutate({ id: copy.id })}
          stopping={stop.isPending}
        />
      </li>
    )
  const size = copy.size === null ? null : `${Math.max(1, Math.round(copy.size / 1024))} KB`
  return (
    <li>
      <span>{[format.dateTime(copy.createdAt), say(saidState[copy.state]), size].filter(Boolean).join(' · ')}</span>
      {copy.state === 'done' ? (
        <>
          <Button size="small" href={`/api/privacy/exports/${copy.id}/file?language=${language}`}>
            {say({ zh: '下载', en: 'Download' })}
          </Button>
          <LinkButton id={copy.id} />
          <div className="rg-privacy-said">
            {say(
              { zh: '保留到 {day}；本人已下载 {n} 次', en: 'kept until {day}; fetched by the person {n} {n|time|times}' },
              { day: format.date(copy.expiresAt ?? copy.createdAt), n: copy.fetched },
            )}
          </div>
        </>
      ) : null}
    </li>
  )
}

function LinkButton({ id }: { readonly id: string }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [url, setUrl] = useState<string | null>(null)
  const link = useAct(linkExport)
  return (
    <>
      <Button
        size="small"
        loading={link.isPending}
        onClick={() =>
          link.mutate({ id }, { onSuccess: (made) => setUrl(made.url), onError: (error) => void message.error(sayProblem(error)) })
        }
      >
        {say({ zh: '给本人的链接', en: 'Link for the person' })}
      </Button>
      <LinkDialog
        title={{ zh: '给本人的下载链接', en: 'Download link for the person' }}
        hint={{
          zh: '只发给核实过身份的本人：拿到链接的人能看到这个人的全部数据。',
          en: 'Send it to the person alone, once verified: whoever has it sees all data of this person.',
        }}
        url={url}
        onClose={() => setUrl(null)}
      />
    </>
  )
}
