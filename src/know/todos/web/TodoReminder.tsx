import { App, Select } from 'antd'
import { useId } from 'react'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { clockOf, readTodoReminder, saveTodoReminder } from '../reminders.ts'

const never = 'never'
/** Each half hour of a working day. */
const times = Array.from({ length: 29 }, (_, at) => clockOf(7 * 60 + at * 30))

/** When a mail tells of what is due, for oneself. */
export function TodoReminder() {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const id = useId()
  const { data } = useAsk(readTodoReminder, {})
  const save = useAct(saveTodoReminder)
  if (!data) return null
  const chosen = data.at ?? never
  const choose = (value: string) =>
    save.mutate(
      { at: value === never ? null : value },
      {
        onSuccess: ({ at }) =>
          void message.success(
            at
              ? say({ zh: '有到期的待办时，每天 {at} 发邮件给您', en: 'When something is due, a mail comes at {at}' }, { at })
              : say({ zh: '不再发提醒邮件', en: 'No more reminders by mail' }),
          ),
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  return (
    <div className="rg-todos-reminder">
      <label htmlFor={id}>{say({ zh: '提醒邮件', en: 'Reminder by mail' })}</label>
      <Select
        id={id}
        value={chosen}
        onChange={choose}
        loading={save.isPending}
        options={[
          { value: never, label: say({ zh: '不发', en: 'None' }) },
          ...[...new Set([...times, ...(data.at ? [data.at] : [])])]
            .toSorted()
            .map((at) => ({ value: at, label: say({ zh: '每天 {at}', en: 'Daily at {at}' }, { at }) })),
        ]}
      />
      <span>
        {say({ zh: '列出您今天到期和已过期的待办，没有就不发', en: 'Your to-dos that are due or overdue; nothing where there are none' })}
      </span>
    </div>
  )
}
