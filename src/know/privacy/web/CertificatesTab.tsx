import { App, Button, Input } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Tone } from '../../../core/entity/field.ts'
import { sayActor } from '../../../core/kit/program-parts.ts'
import type { Words } from '../../../core/kit/words.ts'
import { call } from '../../../ui/call.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { checkCertificate, confirmErasure, dropErasure, listErasures } from '../erasure-actions.ts'

type Erasure = ReplyOf<typeof listErasures>['rows'][number]

export const erasureSaid: Readonly<Record<Erasure['state'], { readonly words: Words; readonly tone: Tone }>> = {
  asked: { words: { zh: '等待第二人确认', en: 'Waits for a second person' }, tone: 'attention' },
  running: { words: { zh: '正在删除', en: 'Under way' }, tone: 'blue' },
  done: { words: { zh: '已删除', en: 'Done' }, tone: 'good' },
  dropped: { words: { zh: '已放弃', en: 'Dropped' }, tone: 'neutral' },
}

/** Who was erased, by their id alone; the certificate of each, and a place to check one. */
export function CertificatesTab() {
  const asked = useAsk(listErasures, {}, { every: 5_000 })
  return (
    <>
      <Section title={{ zh: '删除与证明', en: 'Erasures and certificates' }}>
        <Answered of={asked}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty
                small
                title={{ zh: '还没有删除过个人信息', en: 'Nobody has been erased yet' }}
                hint={{
                  zh: '在客户页的“个人信息权利”里可以预览并删除。',
                  en: 'On a customer’s page, “Rights to their data” previews an erasure and begins it.',
                }}
              />
            ) : (
              <ul className="rg-privacy-list">
                {rows.map((row) => (
                  <ErasureLine key={row.id} row={row} />
                ))}
              </ul>
            )
          }
        </Answered>
      </Section>
      <CheckOne />
    </>
  )
}

/** An erasure that waits for the second person is confirmed or dropped right here. */
export function ErasureLine({ row }: { readonly row: Erasure }) {
  const say = useSay()
  const format = useFormat()
  const { language } = useLanguage()
  const said = erasureSaid[row.state]
  return (
    <li>
      <span>{say({ zh: '客户 {id}…', en: 'Customer {id}…' }, { id: row.customerId.slice(0, 8) })}</span>
      <Badge tone={said.tone}>{say(said.words)}</Badge>
      {row.state === 'done' ? (
        <Button size="small" type="link" href={`/api/privacy/erasures/${row.id}/certificate?language=${language}`}>
          {say({ zh: '下载证明', en: 'Certificate' })}
        </Button>
      ) : null}
      {row.state === 'asked' ? <Confirming row={row} /> : null}
      <div className="rg-privacy-said">
        {[
          say({ zh: '{who} 于 {day} 提出', en: 'asked by {who} {day}' }, { who: sayActor(row.askedBy), day: format.dateTime(row.askedAt) }),
          row.confirmedBy ? say({ zh: '{who} 确认', en: 'confirmed by {who}' }, { who: row.confirmedBy }) : null,
          row.doneAt
            ? say({ zh: '{day} 完成，{n} 行', en: 'done {day}, {n} rows' }, { day: format.dateTime(row.doneAt), n: format.count(row.rows) })
            : null,
          row.appliedAgain > 0
            ? say({ zh: '恢复备份后又执行了 {n} 次', en: 'applied again {n} {n|time|times} after a restore' }, { n: row.appliedAgain })
            : null,
        ]
          .filter(Boolean)
          .join(' · ')}
        {row.certificateHash ? <div className="rg-privacy-columns">SHA-256 {row.certificateHash}</div> : null}
      </div>
    </li>
  )
}

function Confirming({ row }: { readonly row: Erasure }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const ask = useConfirm()
  const confirm = useAct(confirmErasure)
  const drop = useAct(dropErasure)
  const tell = { onError: (error: Error) => void message.error(sayProblem(error)) }
  return (
    <>
      {row.mine ? (
        <span>{say({ zh: '须由另一位同事确认', en: 'another colleague must confirm' })}</span>
      ) : (
        <Button
          size="small"
          danger
          loading={confirm.isPending}
          onClick={() =>
            ask({
              title: { zh: '确认删除？', en: 'Erase?' },
              content: { zh: '确认后立即开始，不能撤销。', en: 'It begins at once and cannot be undone.' },
              ok: { zh: '确认删除', en: 'Erase' },
              danger: true,
              run: async () => void (await confirm.mutateAsync({ id: row.id })),
            })
          }
        >
          {say({ zh: '确认删除', en: 'Confirm' })}
        </Button>
      )}
      <Button size="small" loading={drop.isPending} onClick={() => drop.mutate({ id: row.id }, tell)}>
        {say({ zh: '放弃', en: 'Drop' })}
      </Button>
    </>
  )
}

function CheckOne() {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const [answer, setAnswer] = useState<boolean | null>(null)
  const check = async () => {
    try {
      setAnswer((await call(checkCertificate, { text })).genuine)
    } catch (error) {
      message.error(sayProblem(error))
    }
  }
  const label = say({ zh: '证明全文', en: 'The whole certificate' })
  return (
    <Section
      title={{ zh: '核验一份证明', en: 'Check a certificate' }}
      note={say({
        zh: '把证明全文（连同最后两行）粘贴进来：改过一个字都会被发现。',
        en: 'Paste the whole text, its last two lines included: one changed letter is found.',
      })}
    >
      <Input.TextArea
        aria-label={label}
        placeholder={label}
        rows={4}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAnswer(null)
        }}
      />
      <div className="rg-privacy-buttons" role="status">
        <Button disabled={text.trim() === ''} onClick={() => void check()}>
          {say({ zh: '核验', en: 'Check' })}
        </Button>
        {answer === null ? null : answer ? (
          <Badge tone="good">{say({ zh: '真实：由本系统签发', en: 'Genuine: signed by this installation' })}</Badge>
        ) : (
          <Badge tone="danger">{say({ zh: '不是本系统签发的，或被改动过', en: 'Not signed here, or altered' })}</Badge>
        )}
        <Missing what={text.trim() === '' ? { zh: '先粘贴证明全文', en: 'Paste the text first' } : null} />
      </div>
    </Section>
  )
}
