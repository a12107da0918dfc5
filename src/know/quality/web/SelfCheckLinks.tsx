import { App, Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { LinkDialog } from '../../../ui/LinkDialog.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { createSelfCheck, type readQuality, revokeSelfCheck } from '../actions.ts'

type Link = z.output<typeof readQuality.output>['links'][number]

const stateWords: Readonly<Record<Link['state'], Words>> = {
  open: { zh: '未打开，{day} 前有效', en: 'not opened, good until {day}' },
  answered: { zh: '{day} 客户已答复', en: 'answered {day}' },
  revoked: { zh: '已作废', en: 'withdrawn' },
  expired: { zh: '已过期，没有答复', en: 'ran out unanswered' },
}
const openedWords: Words = { zh: '已打开，{day} 前有效', en: 'opened, good until {day}' }

/** A link by which the customer checks the details themselves, and how the last ones fared. */
export function SelfCheckLinks({ customerId, links }: { readonly customerId: string; readonly links: readonly Link[] }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [url, setUrl] = useState<string | null>(null)
  const create = useAct(createSelfCheck)
  const make = () =>
    create.mutate({ id: customerId }, { onSuccess: (made) => setUrl(made.url), onError: (error) => void message.error(sayProblem(error)) })
  return (
    <div className="rg-quality-links">
      <Button size="small" loading={create.isPending} onClick={make}>
        {say({ zh: '请客户自查', en: 'Let the customer check' })}
      </Button>
      {links.length === 0 ? null : (
        <ul className="rg-quality-list">
          {links.map((link) => (
            <LinkLine key={link.id} customerId={customerId} link={link} />
          ))}
        </ul>
      )}
      <LinkDialog
        title={{ zh: '自查链接', en: 'Self-check link' }}
        hint={{
          zh: '把链接发给客户本人。14 天内有效，只能答复一次；客户确认之前，什么都不会改变。拿到链接的人能看到部分隐去的资料，请勿公开。',
          en: 'Send it to the customer alone. It is good for 14 days and one answer; nothing changes before they confirm. Whoever has it sees the details half hidden, so do not publish it.',
        }}
        url={url}
        onClose={() => setUrl(null)}
      />
    </div>
  )
}

function LinkLine({ customerId, link }: { readonly customerId: string; readonly link: Link }) {
  const say = useSay()
  const format = useFormat()
  const revoke = useAct(revokeSelfCheck)
  const isOpen = link.state === 'open'
  const day = format.date(link.answeredAt ?? link.expiresAt)
  const told = say(isOpen && link.openedAt ? openedWords : stateWords[link.state], { day })
  return (
    <li>
      <span className="rg-quality-how">
        {say({ zh: '自查链接 {day}', en: 'Link of {day}' }, { day: format.date(link.createdAt) })} · {told}
      </span>
      {isOpen ? (
        <Button type="link" size="small" loading={revoke.isPending} onClick={() => revoke.mutate({ id: customerId, checkId: link.id })}>
          {say({ zh: '作废', en: 'Withdraw' })}
        </Button>
      ) : null}
    </li>
  )
}
