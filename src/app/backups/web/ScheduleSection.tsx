import { App, Switch } from 'antd'
import { ClockInput } from '../../../ui/ClockInput.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { saveSchedule } from '../actions.ts'
import type { Backups } from './backups-answer.ts'

/** When it is done by itself. */
export function ScheduleSection({ backups: { schedule, nextAt } }: { readonly backups: Backups }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const save = useAct(saveSchedule)
  const change = (part: Partial<typeof schedule>) =>
    save.mutate({ ...schedule, ...part }, { onError: (error) => void message.error(sayProblem(error)) })
  return (
    <Section
      title={{ zh: '自动备份', en: 'By itself' }}
      note={
        nextAt
          ? say(
              {
                zh: '下一次：{when}。失败会写在首页，并发邮件给负责人。',
                en: 'Next: {when}. A failure stands on the home page and is mailed to the owners.',
              },
              { when: format.dateTime(nextAt) },
            )
          : say({ zh: '没有开启。建议开启。', en: 'Off. It is wise to switch it on.' })
      }
    >
      <div className="rg-backups-schedule">
        <label>
          <Switch
            checked={schedule.enabled}
            loading={save.isPending}
            onChange={(enabled) => change({ enabled })}
            aria-label={say({ zh: '每天自动备份', en: 'Back up every day' })}
          />{' '}
          {say({ zh: '每天备份，时间', en: 'Every day at' })}
        </label>
        <ClockInput
          size="small"
          label={say({ zh: '备份时间', en: 'Time of the backup' })}
          value={schedule.time}
          disabled={!schedule.enabled}
          onChange={(time) => change({ time })}
        />
        <label>
          <Switch
            checked={schedule.drills}
            disabled={!schedule.enabled}
            onChange={(drills) => change({ drills })}
            aria-label={say({ zh: '每月自动演练', en: 'Try a restore every month' })}
          />{' '}
          {say({ zh: '每月演练恢复', en: 'Try a restore every month' })}
        </label>
      </div>
    </Section>
  )
}
