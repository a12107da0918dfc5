import { Alert, App, Button, Input } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx'
import { DayInput } from '../../../ui/DayInput.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useShop } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { type CallResult, callResults, recordCall } from '../calls.ts'
import { quickDays } from '../quick-days.ts'

const faces = ['1', '2', '3', '4', '5'] as const

/** What came of a call: one tap, and whatever else is worth keeping. */
export function CallForm({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const record = useAct(recordCall)
  const [told, setTold] = useState<{ satisfaction: (typeof faces)[number] | null; note: string; nextStep: string; nextAt: string | null }>({
    satisfaction: null,
    note: '',
    nextStep: '',
    nextAt: null,
  })
  const send = (result: CallResult) =>
    record.mutate(
      {
        id,
        result,
        ...(told.satisfaction ? { satisfaction: Number(told.satisfaction) } : {}),
        ...(told.note.trim() ? { note: told.note.trim() } : {}),
        ...(told.nextStep.trim() ? { nextStep: told.nextStep.trim() } : {}),
        ...(told.nextAt ? { nextAt: told.nextAt } : {}),
      },
      {
        onSuccess: () => {
          void message.success(say({ zh: '结果已记录', en: 'The result is kept' }))
          onDone()
        },
      },
    )
  return (
    <div className="rg-call-form">
      <h2>{say({ zh: '结果如何', en: 'What came of it' })}</h2>
      <Input.TextArea
        aria-label={say({ zh: '说了什么', en: 'What was said' })}
        placeholder={say({ zh: '说了什么（可不填）', en: 'What was said (may be left out)' })}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={2_000}
        value={told.note}
        onChange={(event) => setTold({ ...told, note: event.target.value })}
      />
      <div className="rg-call-line">
        <span aria-hidden="true">{say({ zh: '满意度', en: 'Satisfaction' })}</span>
        <ChoiceChips
          label={{ zh: '满意度，1 到 5', en: 'Satisfaction, 1 to 5' }}
          chips={faces.map((value) => ({ value, label: { zh: value, en: value } }))}
          value={told.satisfaction}
          onChoose={(satisfaction) => setTold({ ...told, satisfaction })}
        />
      </div>
      <NextDay day={told.nextAt} onDay={(nextAt) => setTold({ ...told, nextAt })} />
      <Input
        aria-label={say({ zh: '接下来做什么', en: 'What comes next' })}
        placeholder={say({ zh: '接下来做什么，会建成您的待办（可不填）', en: 'What comes next, as a to-do of yours (may be left out)' })}
        maxLength={500}
        value={told.nextStep}
        onChange={(event) => setTold({ ...told, nextStep: event.target.value })}
      />
      {record.error ? <Alert type="error" showIcon role="alert" title={sayProblem(record.error)} /> : null}
      <div className="rg-call-results">
        {callResults.map(({ value, label }) => (
          <Button
            key={value}
            type={value === 'connected' ? 'primary' : 'default'}
            size="large"
            loading={record.isPending}
            onClick={() => send(value)}
          >
            {say(label)}
          </Button>
        ))}
      </div>
    </div>
  )
}

function NextDay({ day, onDay }: { readonly day: string | null; readonly onDay: (day: string | null) => void }) {
  const say = useSay()
  const now = useNow()
  const { timeZone } = useShop()
  return (
    <div className="rg-call-line">
      <span aria-hidden="true">{say({ zh: '下次', en: 'Next time' })}</span>
      <ChoiceChips
        label={{ zh: '下次什么时候', en: 'When next' }}
        chips={quickDays(now, timeZone).map(({ day: value, words }) => ({ value, label: words }))}
        value={day}
        onChoose={onDay}
      />
      <DayInput aria-label={say({ zh: '下次的日期', en: 'Day of the next call' })} value={day} onChange={onDay} />
    </div>
  )
}
