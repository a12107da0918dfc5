import { App, Button, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { type readPredictions, savePredictionSettings } from '../actions.ts'

type Settings = ReplyOf<typeof readPredictions>['settings']

const weekdays = [
  { zh: '周一', en: 'Monday' },
  { zh: '周二', en: 'Tuesday' },
  { zh: '周三', en: 'Wednesday' },
  { zh: '周四', en: 'Thursday' },
  { zh: '周五', en: 'Friday' },
  { zh: '周六', en: 'Saturday' },
  { zh: '周日', en: 'Sunday' },
]

/** When predictions are made by themselves, how money of later years counts, and how long single ones are kept. */
export function PredictionSettings({ settings, next }: { readonly settings: Settings; readonly next: string | null }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [draft, setDraft] = useState(settings)
  const save = useAct(savePredictionSettings)
  if (!useMayDo(savePredictionSettings)) return null
  const change = (part: Partial<Settings>) => setDraft({ ...draft, ...part })
  const label = (words: { zh: string; en: string }) => say(words)
  return (
    <Section
      title={{ zh: '设置', en: 'Settings' }}
      note={next ? say({ zh: '下次选择模型：{at}', en: 'Models are chosen next on {at}' }, { at: format.dateTime(next) }) : null}
    >
      <div className="rg-prediction-settings">
        <label>
          <Switch checked={draft.automatic} onChange={(automatic) => change({ automatic })} />{' '}
          {label({ zh: '自动：每周选一次模型，每晚预测所有人', en: 'By itself: models once a week, everybody every night' })}
        </label>
        <label>
          {label({ zh: '选模型的日子', en: 'Day of choosing models' })}{' '}
          <Select
            value={draft.weekday}
            onChange={(weekday) => change({ weekday })}
            options={weekdays.map((words, at) => ({ value: at + 1, label: say(words) }))}
            style={{ width: 120 }}
          />
        </label>
        <label>
          {label({ zh: '几点以后', en: 'From this hour on' })}{' '}
          <InputNumber min={0} max={23} value={draft.hour} onChange={(hour) => change({ hour: hour ?? 3 })} />
        </label>
        <label>
          {label({ zh: '年折现率 %', en: 'Discount a year, %' })}{' '}
          <InputNumber min={0} max={100} value={draft.yearlyDiscount} onChange={(rate) => change({ yearlyDiscount: rate ?? 10 })} />
        </label>
        <label>
          {label({ zh: '逐位预测保留天数', en: 'Days that single predictions are kept' })}{' '}
          <InputNumber min={370} max={3650} value={draft.keepDays} onChange={(days) => change({ keepDays: days ?? 400 })} />
        </label>
        <Button
          loading={save.isPending}
          onClick={() =>
            save.mutate(draft, {
              onSuccess: () =>
                void message.success(
                  say({ zh: '已保存；折现率从下次预测起生效。', en: 'Saved; the discount holds from the next predictions on.' }),
                ),
              onError: (error) => void message.error(sayProblem(error)),
            })
          }
        >
          {say({ zh: '保存', en: 'Save' })}
        </Button>
      </div>
    </Section>
  )
}
