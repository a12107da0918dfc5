import { Button, Dropdown } from 'antd'
import { EllipsisOutlined } from '@ant-design/icons'
import type { Words } from '../../../core/kit/words.ts'
import { useGo } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { type ToConfirm, useConfirm } from '../../../ui/use-confirm.ts'
import { deleteJourney, pauseJourney, startJourney } from '../actions.ts'
import { sayStarted } from '../say-entered.ts'
import { AddCustomers } from './AddCustomers.tsx'
import { chosenOneByOne, letsInExisting } from './Forecast.tsx'
import type { Journey } from './journey-answer.ts'
import type { Known } from './say-rule.ts'

type Props = { readonly journey: Journey; readonly known: Known; readonly onEdit: () => void; readonly onCheck: () => void }

/** Start, pause, resume, change, delete: each says what it means before it is done. */
export function JourneyActions({ journey, known, onEdit, onCheck }: Props) {
  const say = useSay()
  const asks = useAsks(journey)
  const confirm = useConfirm()
  return (
    <>
      {journey.state === 'live' && journey.trigger.kind === 'by-hand' ? <AddCustomers journeyId={journey.id} known={known} /> : null}
      {journey.state === 'live' ? (
        <Button onClick={() => confirm(asks.pause)}>{say(asks.pause.ok)}</Button>
      ) : (
        <Button type="primary" onClick={() => confirm(journey.state === 'paused' ? asks.resume : asks.start)}>
          {say(journey.state === 'paused' ? asks.resume.ok : asks.start.ok)}
        </Button>
      )}
      {journey.state === 'live' ? null : <Button onClick={onCheck}>{say({ zh: '检查与试跑', en: 'Check and play' })}</Button>}
      <Button onClick={onEdit}>{say({ zh: '修改', en: 'Change' })}</Button>
      <Dropdown
        autoFocus
        trigger={['click']}
        placement="bottomRight"
        menu={{
          items: [{ key: 'delete', danger: true, label: say({ zh: '删除旅程', en: 'Delete the journey' }) }],
          onClick: () => confirm(asks.remove),
        }}
      >
        <Button icon={<EllipsisOutlined />} aria-label={say({ zh: '更多操作', en: 'More' })} />
      </Dropdown>
    </>
  )
}

function useAsks(journey: Journey) {
  const go = useGo()
  const format = useFormat()
  const start = useAct(startJourney)
  const pause = useAct(pauseJourney)
  const remove = useAct(deleteJourney)
  const { id, counts, definition } = journey
  const inside = format.count(counts.active)
  const isByHand = definition.trigger.kind === 'by-hand'
  const heldOut: Words =
    definition.holdout > 0
      ? {
          zh: `其中随机 ${definition.holdout}% 进对照组，什么都不会收到，用来衡量效果。`,
          en: `${definition.holdout}% of them are drawn into the holdout and get nothing, so that the effect can be measured.`,
        }
      : { zh: '没有设对照组，之后无法知道它带来了多少。', en: 'Nobody is held out, so what it earns cannot be measured.' }
  const whoEnters: Words = chosenOneByOne(definition)
    ? {
        zh: '启动时没有人进入；之后由同事添加，或由其他系统加入。',
        en: 'Nobody enters when it starts; afterwards colleagues add customers, or another system does.',
      }
    : isByHand
      ? { zh: '选好的细分里的客户会马上进入。', en: 'The members of the chosen segment enter at once.' }
      : letsInExisting(definition)
        ? {
            zh: '已经符合的客户马上进入；之后每次触发时，客户就会进入。',
            en: 'Those who are there already enter at once; from then on customers enter whenever the trigger happens.',
          }
        : {
            zh: '从现在起，每次触发时，客户就会进入；过去发生的不算。',
            en: 'From now on customers enter whenever the trigger happens; what happened before does not count.',
          }
  return {
    start: {
      title: { zh: '启动这个旅程？', en: 'Start this journey?' },
      content: { zh: `${whoEnters.zh}${heldOut.zh}`, en: `${whoEnters.en} ${heldOut.en}` },
      ok: { zh: '启动', en: 'Start' },
      run: async () => {
        const came = await start.mutateAsync({ id })
        return sayStarted(came, format.count)
      },
    },
    resume: {
      title: { zh: '继续这个旅程？', en: 'Resume this journey?' },
      content: {
        zh: `里面的 ${inside} 位客户继续往前走，等待已经到期的马上执行下一步；暂停期间发生的触发不补算。`,
        en: `The ${inside} customers inside go on; those whose wait is over take the next step at once. What happened during the pause lets nobody in.`,
      },
      ok: { zh: '继续', en: 'Resume' },
      run: async () => {
        await start.mutateAsync({ id })
        return { zh: '已继续', en: 'Running again' }
      },
    },
    pause: {
      title: { zh: '暂停这个旅程？', en: 'Pause this journey?' },
      content: {
        zh: `里面的 ${inside} 位客户停在原地，也没有人再进入；还没发出的消息先不发，继续之后再发。随时可以继续。`,
        en: `The ${inside} customers inside stay where they are and nobody enters; messages that have not gone out wait and leave when it goes on. You can resume at any time.`,
      },
      ok: { zh: '暂停', en: 'Pause' },
      run: async () => {
        await pause.mutateAsync({ id })
        return { zh: '已暂停', en: 'Paused' }
      },
    },
    remove: {
      title: { zh: '删除这个旅程？', en: 'Delete this journey?' },
      content: {
        zh: `里面的 ${inside} 位客户随即离开，不再收到它的消息；发生过的记录保留在客户的时间线上。删除后不能恢复。`,
        en: `The ${inside} customers inside leave at once and get none of its messages any more; what happened stays on their timelines. It cannot be brought back.`,
      },
      ok: { zh: '删除', en: 'Delete' },
      danger: true,
      run: async () => {
        await remove.mutateAsync({ id })
        go('/journeys')
        return { zh: '已删除', en: 'Deleted' }
      },
    },
  } satisfies Record<string, ToConfirm>
}
