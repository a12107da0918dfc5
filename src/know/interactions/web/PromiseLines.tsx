import { CheckOutlined, PlusOutlined } from '@ant-design/icons'
import { instantOf } from '../../../core/kit/local-time.ts'
import { useSay } from '../../../ui/language.tsx'
import { useShop } from '../../../ui/shop.tsx'
import { useSayDue } from '../../../ui/use-say-due.ts'
import { useNow } from '../../../ui/use-now.ts'
import { useRested } from '../../../ui/use-rested.ts'
import type { PromiseFound } from '../../todos/promises/read-promises.ts'
import { proposedPromises } from '../proposed-promises.ts'
import type { FieldsProps, InteractionDraft } from './interaction-draft.ts'

export const promiseKey = ({ dueAt, title }: PromiseFound): string => `${dueAt} ${title}`

export function promisesOf(draft: InteractionDraft, now: Date, timeZone: string): PromiseFound[] {
  const { summary, nextStep, nextStepDue } = draft
  return proposedPromises({ summary, nextStep: nextStep.trim() || null, nextStepDue }, { now, timeZone })
}

/** What was promised, as it was read while typing: one tap and it becomes a to-do with the record. Never by itself. */
export function PromiseLines({ draft, set }: FieldsProps) {
  const say = useSay()
  const sayDue = useSayDue()
  const { timeZone } = useShop()
  const now = useNow()
  const rested = useRested(draft, 250)
  const found = promisesOf(rested, now, timeZone)
  const toggle = (key: string) =>
    set({ taken: draft.taken.includes(key) ? draft.taken.filter((one) => one !== key) : [...draft.taken, key] })
  return (
    <div aria-live="polite" className="rg-log-promises">
      {found.map((promise) => {
        const key = promiseKey(promise)
        const taken = draft.taken.includes(key)
        const wholeDay = promise.dueAt.length === 10
        const due = sayDue({ dueAt: wholeDay ? instantOf(promise.dueAt, '23:59:59', timeZone).toISOString() : promise.dueAt, wholeDay })
        return (
          <button key={key} type="button" className="rg-log-promise" aria-pressed={taken} onClick={() => toggle(key)}>
            {taken ? <CheckOutlined aria-hidden="true" /> : <PlusOutlined aria-hidden="true" />}
            <span>
              <strong>
                {taken
                  ? say({ zh: '将建待办：{title}', en: 'To-do: {title}' }, promise)
                  : say({ zh: '建待办：{title}', en: 'Make a to-do: {title}' }, promise)}
              </strong>
              <small>{say({ zh: '期限 {due}，读自“{words}”', en: 'due {due}, read from “{words}”' }, { due, words: promise.words })}</small>
            </span>
          </button>
        )
      })}
    </div>
  )
}
