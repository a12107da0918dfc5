import { App, Button } from 'antd'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useShop } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { assignChurnEntry, makeChurnTodo, noteChurnStep, reopenChurnEntry, snoozeChurnEntry } from '../actions.ts'
import { type Entry, sayWhy } from '../say-entry.ts'

/** What can be done with one entry, each with one tap; what can be taken back offers it at once. */
export function useEntryVerbs(entry: Entry) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const shop = useShop()
  const { message } = App.useApp()
  const [assign, snooze, todo, note, reopen] = [
    useAct(assignChurnEntry),
    useAct(snoozeChurnEntry),
    useAct(makeChurnTodo),
    useAct(noteChurnStep),
    useAct(reopenChurnEntry),
  ]
  const onError = (error: Error) => void message.error(sayProblem(error))
  const { id, version } = entry
  const done = (words: Words, undo?: () => void) =>
    void message.success(
      <>
        {say(words)}
        {undo ? (
          <Button size="small" type="link" onClick={undo}>
            {say({ zh: '撤销', en: 'Undo' })}
          </Button>
        ) : null}
      </>,
      5,
    )
  return {
    busy: [assign, snooze, todo, note, reopen].some(({ isPending }) => isPending),
    assign: (assigneeId: string | null) =>
      assign.mutate({ id, assigneeId, version }, { onError, onSuccess: () => done({ zh: '已指派', en: 'Handed over' }) }),
    snooze: (days: number | null) => {
      const until = days === null ? null : addDays(localDate(new Date(), shop.timeZone), days)
      const undo = days === null ? undefined : () => snooze.mutate({ id, until: null }, { onError })
      snooze.mutate(
        { id, until, version },
        {
          onError,
          onSuccess: () =>
            done(
              days === null ? { zh: '回到名单', en: 'Back on the list' } : { zh: '到时候再提醒您', en: 'You will see it again then' },
              undo,
            ),
        },
      )
    },
    todo: (of: Entry) => {
      const { words, values } = sayWhy(of)
      const title = say(
        { zh: '联系{name}：{why}', en: 'Get in touch with {name}: {why}' },
        { name: of.customer.name ?? '', why: say(words, values) },
      )
      todo.mutate({ id, title }, { onError, onSuccess: () => done({ zh: '已添加待办，明天到期', en: 'A to-do was made, due tomorrow' }) })
    },
    entered: (journey: { readonly id: string; readonly name: string }) =>
      note.mutate({ id, kind: 'journey', journeyId: journey.id, words: journey.name }, { onError }),
    reopen: () => reopen.mutate({ id }, { onError, onSuccess: () => done({ zh: '已重新打开', en: 'Open again' }) }),
  }
}
