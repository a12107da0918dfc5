import { sayActor } from '../../../core/kit/program-parts.ts'
import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Tooltip } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { listCustomerTags, tagCustomers } from '../actions.ts'
import { isColour, isOrigin, originWords } from '../tag.ts'
import { TagModal } from './TagModal.tsx'
import './tags.css'

type Held = ReplyOf<typeof listCustomerTags>['tags'][number]

/** A customer's tags; each says on hover and by the keyboard how it came and how long it stays. */
export function CustomerTags({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const mayTag = useMayDo(tagCustomers)
  const [adding, setAdding] = useState(false)
  const asked = useAsk(listCustomerTags, { id: customerId })
  const add = (
    <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {say({ zh: '打标签', en: 'Tag' })}
    </Button>
  )
  return (
    <Section
      title={{ zh: '标签', en: 'Tags' }}
      actions={mayTag ? add : null}
      nothing={asked.data?.tags.length === 0 ? say({ zh: '还没有标签', en: 'No tags yet' }) : null}
    >
      <Answered of={asked} rows={1}>
        {({ tags }) =>
          tags.length === 0 ? null : (
            <ul className="rg-tags-list" aria-label={say({ zh: '标签', en: 'Tags' })}>
              {tags.map((tag) => (
                <TagChip key={tag.id} tag={tag} customerId={customerId} />
              ))}
            </ul>
          )
        }
      </Answered>
      <TagModal open={adding} customerIds={[customerId]} verb="add" onClose={() => setAdding(false)} />
    </Section>
  )
}

function TagChip({ tag, customerId }: { readonly tag: Held; readonly customerId: string }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const remove = useAct(tagCustomers)
  const add = useAct(tagCustomers)
  const how = isOrigin(tag.origin) ? say(originWords[tag.origin]) : tag.origin
  const came = say(
    { zh: '{date} 打上，{how}{by}', en: 'Tagged on {date}, {how}{by}' },
    { date: format.date(tag.taggedAt), how, by: tag.by ? ` · ${say(sayActor(tag.by))}` : '' },
  )
  const ends = tag.expiresAt
    ? say({ zh: '{date} 到期', en: 'Ends on {date}' }, { date: format.date(tag.expiresAt) })
    : say({ zh: '不会到期', en: 'Has no end' })
  const failed = (error: Error) => void message.error(sayProblem(error))
  const back = () => add.mutate({ id: tag.id, customerIds: [customerId], expiresAt: tag.expiresAt }, { onError: failed })
  const removed = () =>
    void message.success(
      <>
        {say({ zh: '已去掉“{name}”', en: '“{name}” was taken off' }, { name: tag.name })}
        <Button size="small" type="link" onClick={back}>
          {say({ zh: '撤销', en: 'Undo' })}
        </Button>
      </>,
    )
  // The chip is gone by then, so what follows must not hang on it.
  const takeOff = () => void remove.mutateAsync({ id: tag.id, customerIds: [customerId], verb: 'remove' }).then(removed, failed)
  return (
    <li>
      <Tooltip title={`${came}。${ends}`} trigger={['hover', 'focus']}>
        <button type="button" className="rg-tags-chip" aria-label={`${tag.name}：${came}。${ends}`}>
          <Badge tone={isColour(tag.colour) ? tag.colour : 'neutral'}>{tag.name}</Badge>
        </button>
      </Tooltip>
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        loading={remove.isPending}
        aria-label={say({ zh: '去掉标签“{name}”', en: 'Take the tag “{name}” off' }, { name: tag.name })}
        onClick={takeOff}
      />
    </li>
  )
}
