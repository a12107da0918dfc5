import { PlusOutlined } from '@ant-design/icons'
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { listImportSchedules, removeImportSchedule, runImportSchedule } from '../actions.ts'
import { stateWords } from '../import.ts'
import type { LastRun } from '../schedule.ts'
import { ScheduleModal } from './ScheduleModal.tsx'
import type { ScheduleCard } from './import-answers.ts'
import './imports.css'

/** What is fetched and imported by itself, when, and how that went. */
export function SchedulesPage() {
  const say = useSay()
  const asked = useAsk(listImportSchedules, {}, { every: 5_000 })
  const [edited, setEdited] = useState<ScheduleCard | 'new' | null>(null)
  return (
    <Page
      back={{ to: '/import', label: { zh: '全部导入', en: 'All imports' } }}
      title={{ zh: '哪些文件按时自动导入？', en: 'Which files are imported by themselves?' }}
      answer={say({
        zh: '按时从收件文件夹或 https 地址取文件；内容没变的不会重复导入，失败后会再试。',
        en: 'Files are fetched from the inbox folder or an https address. The same content is not imported twice; what fails is tried again.',
      })}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {say({ zh: '新建定时导入', en: 'Schedule an import' })}
        </Button>
      }
    >
      <Section note={asked.data ? say({ zh: '收件文件夹：{inbox}', en: 'Inbox folder: {inbox}' }, { inbox: asked.data.inbox }) : ''}>
        <Answered of={asked}>
          {({ schedules }) =>
            schedules.length === 0 ? (
              <Empty
                small
                title={{ zh: '还没有定时导入', en: 'Nothing is scheduled yet' }}
                hint={{
                  zh: '例如：每天 02:30 取收银系统导出的会员和订单。',
                  en: 'For instance: fetch the till’s members and orders every day at 02:30.',
                }}
              />
            ) : (
              <ul className="rg-imports">
                {schedules.map((schedule) => (
                  <ScheduleLine key={schedule.id} schedule={schedule} onEdit={() => setEdited(schedule)} />
                ))}
              </ul>
            )
          }
        </Answered>
      </Section>
      {edited ? <ScheduleModal schedule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Page>
  )
}

const outcomeSaid: Readonly<Record<LastRun['outcome'], { readonly tone: Tone; readonly words: Words }>> = {
  started: { tone: 'good', words: { zh: '取到了新文件', en: 'Fetched a new file' } },
  unchanged: { tone: 'neutral', words: { zh: '内容没有变', en: 'Nothing has changed' } },
  nothing: { tone: 'neutral', words: { zh: '没有新文件', en: 'No new file' } },
  failed: { tone: 'danger', words: { zh: '失败', en: 'Failed' } },
}

function ScheduleLine({ schedule, onEdit }: { readonly schedule: ScheduleCard; readonly onEdit: () => void }) {
  const say = useSay()
  const format = useFormat()
  const { last, paused, nextAt, times } = schedule
  const rhythm =
    'every' in times
      ? say({ zh: '每 {n} 小时', en: 'every {n} {n|hour|hours}' }, { n: String(times.every) })
      : say({ zh: '每天 {at}', en: 'every day at {at}' }, { at: times.at })
  const next = nextAt ? say({ zh: '下次 {when}', en: 'next {when}' }, { when: format.dateTime(nextAt) }) : ''
  const said = last ? outcomeSaid[last.outcome] : null
  return (
    <li>
      <span className="rg-imports-name">{schedule.name}</span>
      {paused ? (
        <Badge tone="attention">{say({ zh: '已停用', en: 'Off' })}</Badge>
      ) : said ? (
        <Badge tone={said.tone}>{say(said.words)}</Badge>
      ) : (
        <Badge tone="blue">{say({ zh: '还没有运行过', en: 'Not run yet' })}</Badge>
      )}
      <div className="rg-imports-said rg-imports-address">{[schedule.address, rhythm, next].filter(Boolean).join(' · ')}</div>
      {last?.importId && schedule.importState ? (
        <div className="rg-imports-said">
          <GoLink to={`/import/${last.importId}`}>
            {say({ zh: '最近一次导入：{state}', en: 'Latest import: {state}' }, { state: say(stateWords[schedule.importState]) })}
          </GoLink>
        </div>
      ) : null}
      {last?.words ? (
        <Alert type={last.outcome === 'failed' ? 'error' : 'info'} title={say(last.words)} className="rg-imports-said" />
      ) : null}
      <ScheduleActions schedule={schedule} onEdit={onEdit} />
    </li>
  )
}

function ScheduleActions({ schedule: { id, name }, onEdit }: { readonly schedule: ScheduleCard; readonly onEdit: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const run = useAct(runImportSchedule)
  const confirm = useConfirm()
  const remove = useAct(removeImportSchedule)
  const tell = { onError: (error: Error) => void message.error(sayProblem(error)) }
  return (
    <div className="rg-imports-said rg-import-save">
      <Button size="small" loading={run.isPending} onClick={() => run.mutate({ id }, tell)}>
        {say({ zh: '立即运行', en: 'Run now' })}
      </Button>
      <Button size="small" onClick={onEdit}>
        {say({ zh: '修改', en: 'Change' })}
      </Button>
      <Button
        size="small"
        danger
        loading={remove.isPending}
        onClick={() =>
          confirm({
            title: say({ zh: '删除定时导入“{name}”？', en: 'Remove the scheduled import “{name}”?' }, { name }),
            content: { zh: '已导入的内容保留。', en: 'What it imported stays.' },
            ok: { zh: '删除', en: 'Remove' },
            danger: true,
            run: async () => void (await remove.mutateAsync({ id })),
          })
        }
      >
        {say({ zh: '删除', en: 'Remove' })}
      </Button>
    </div>
  )
}
