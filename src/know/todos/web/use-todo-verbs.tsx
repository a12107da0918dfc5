import { App, Button } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { cancelTodo, finishTodo, reopenTodo } from '../actions.ts'

/** Finishes, cancels and reopens with one tap, and offers at once to take it back. */
export function useTodoVerbs() {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [finish, cancel, reopen] = [useAct(finishTodo), useAct(cancelTodo), useAct(reopenTodo)]
  const failed = (error: Error) => void message.error(sayProblem(error))
  const undo = (id: string) => reopen.mutate({ id }, { onError: failed })
  const done = (words: Words, title: string, id: string) =>
    void message.success(
      <>
        {say(words, { title })}
        <Button size="small" type="link" onClick={() => undo(id)}>
          {say({ zh: '撤销', en: 'Undo' })}
        </Button>
      </>,
      6,
    )
  return {
    busy: finish.isPending || cancel.isPending || reopen.isPending,
    finish: ({ id, title }: Named) =>
      finish.mutate({ id }, { onSuccess: () => done({ zh: '已完成：{title}', en: 'Done: {title}' }, title, id), onError: failed }),
    cancel: ({ id, title }: Named) =>
      cancel.mutate({ id }, { onSuccess: () => done({ zh: '已取消：{title}', en: 'Cancelled: {title}' }, title, id), onError: failed }),
    reopen: ({ id }: Named) => undo(id),
  }
}

type Named = { readonly id: string; readonly title: string }
