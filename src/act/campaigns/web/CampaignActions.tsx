import { Button, Dropdown } from 'antd'
import { EllipsisOutlined } from '@ant-design/icons'
import { useGo } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { type ToConfirm, useConfirm } from '../../../ui/use-confirm.ts'
import { copyCampaign, deleteCampaign, pauseCampaign, resumeCampaign, sendMissed, startCampaign, stopCampaign } from '../actions.ts'
import type { Campaign } from './campaign-answer.ts'

/** Start, pause, resume, stop, copy, delete: each says what it means before it is done. */
export function CampaignActions({ campaign }: { readonly campaign: Campaign }) {
  const say = useSay()
  const go = useGo()
  const confirm = useConfirm()
  const asks = useAsks(campaign)
  const copy = useAct(copyCampaign)
  const { state, id } = campaign
  const isOver = state === 'done' || state === 'stopped'
  const isOpen = state === 'planned' || state === 'running'
  const items = [
    { key: 'copy', label: say({ zh: '复制为新活动', en: 'Copy as a new campaign' }) },
    ...(state === 'running' ? [] : [{ key: 'delete', danger: true, label: say({ zh: '删除', en: 'Delete' }) }]),
  ]
  const choose = async (key: string) => {
    if (key === 'delete') return confirm(asks.remove)
    const made = await copy.mutateAsync({ id })
    go(`/campaigns/${made.id}`, { search: { edit: true } })
  }
  return (
    <>
      {state === 'draft' ? (
        <Button type="primary" onClick={() => confirm(asks.start)}>
          {say(asks.start.ok)}
        </Button>
      ) : null}
      {campaign.missedAt === null ? null : (
        <Button type="primary" onClick={() => confirm(asks.missed)}>
          {say(asks.missed.ok)}
        </Button>
      )}
      {state === 'paused' ? (
        <Button type="primary" onClick={() => confirm(asks.resume)}>
          {say(asks.resume.ok)}
        </Button>
      ) : null}
      {isOpen ? <Button onClick={() => confirm(asks.pause)}>{say(asks.pause.ok)}</Button> : null}
      {isOpen || state === 'paused' ? (
        <Button danger onClick={() => confirm(asks.stop)}>
          {say(asks.stop.ok)}
        </Button>
      ) : null}
      {isOver ? null : (
        <Button onClick={() => go(`/campaigns/${id}`, { search: { edit: true } })}>{say({ zh: '修改', en: 'Change' })}</Button>
      )}
      <Dropdown autoFocus trigger={['click']} placement="bottomRight" menu={{ items, onClick: ({ key }) => void choose(key) }}>
        <Button icon={<EllipsisOutlined />} aria-label={say({ zh: '更多操作', en: 'More' })} />
      </Dropdown>
    </>
  )
}

function useAsks({ id, definition, counts, missedAt }: Campaign) {
  const go = useGo()
  const format = useFormat()
  const start = useAct(startCampaign)
  const pause = useAct(pauseCampaign)
  const resume = useAct(resumeCampaign)
  const stop = useAct(stopCampaign)
  const late = useAct(sendMissed)
  const remove = useAct(deleteCampaign)
  const waiting = format.count(counts.waiting)
  const isNow = definition.when.kind === 'now'
  return {
    start: {
      title: { zh: '启动这个活动？', en: 'Start this campaign?' },
      content: isNow
        ? {
            zh: '马上锁定受众、抽对照组，并开始发送。发出去的收不回来。',
            en: 'The audience is fixed and the holdout drawn at once, and sending begins. What has left cannot be called back.',
          }
        : {
            zh: '到了时间自动锁定受众、抽对照组并发送；在那之前都可以改。',
            en: 'At its time the audience is fixed, the holdout drawn and it is sent; until then all of it may be changed.',
          },
      ok: { zh: '启动', en: 'Start' },
      run: async () => {
        const { nextAt } = await start.mutateAsync({ id })
        return isNow || nextAt === null
          ? { zh: '已启动，正在准备', en: 'Started, being prepared' }
          : { zh: `已排期：${format.dateTime(nextAt)}`, en: `Planned for ${format.dateTime(nextAt)}` }
      },
    },
    pause: {
      title: { zh: '暂停这个活动？', en: 'Pause this campaign?' },
      content: {
        zh: `立刻停下：还没交出去的 ${waiting} 位等着，发件箱里没发的也先不发。随时可以继续。`,
        en: `At once: the ${waiting} not handed on wait, and so does what is in the outbox. It can be resumed at any time.`,
      },
      ok: { zh: '暂停', en: 'Pause' },
      run: async () => {
        await pause.mutateAsync({ id })
        return { zh: '已暂停', en: 'Paused' }
      },
    },
    resume: {
      title: { zh: '继续这个活动？', en: 'Resume this campaign?' },
      content: {
        zh: '从停下的地方继续，仍按原来的速度；暂停期间错过的各期不补发。',
        en: 'It goes on where it stopped at its speed; editions missed meanwhile are not made up for.',
      },
      ok: { zh: '继续', en: 'Resume' },
      run: async () => {
        await resume.mutateAsync({ id })
        return { zh: '已继续', en: 'Running again' }
      },
    },
    missed: {
      title: { zh: '现在补发错过的这一期？', en: 'Send the missed edition now?' },
      content: {
        zh: `原定 ${missedAt === null ? '' : format.dateTime(missedAt)}。现在重新锁定受众、抽对照组并发送；内容里写着日子的，先看看是否已经过时。`,
        en: `It was planned for ${missedAt === null ? '' : format.dateTime(missedAt)}. The audience is fixed anew, the holdout drawn and it is sent; see first whether what it says of days still holds.`,
      },
      ok: { zh: '现在补发', en: 'Send it now' },
      run: async () => {
        await late.mutateAsync({ id })
        return { zh: '正在准备补发', en: 'Being prepared' }
      },
    },
    stop: {
      title: { zh: '停止这个活动？', en: 'Stop this campaign?' },
      content: {
        zh: '一条都不再发出，没发的全部撤回，以后也不能继续。已经发出的收不回来，结果照样计算。',
        en: 'Nothing more leaves, all that has not left is taken back, and it cannot go on. What has left cannot be called back and is still measured.',
      },
      ok: { zh: '停止', en: 'Stop' },
      danger: true,
      run: async () => {
        await stop.mutateAsync({ id })
        return { zh: '已停止，正在撤回', en: 'Stopped; taking back what has not left' }
      },
    },
    remove: {
      title: { zh: '删除这个活动？', en: 'Delete this campaign?' },
      content: {
        zh: '发生过的记录保留在客户的时间线上。删除后不能恢复。',
        en: 'What happened stays on the customers’ timelines. It cannot be brought back.',
      },
      ok: { zh: '删除', en: 'Delete' },
      danger: true,
      run: async () => {
        await remove.mutateAsync({ id })
        go('/campaigns')
        return { zh: '已删除', en: 'Deleted' }
      },
    },
  } satisfies Record<string, ToConfirm>
}
