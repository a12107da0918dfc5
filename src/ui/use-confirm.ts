import { App } from 'antd'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { useSayProblem } from './States.tsx'

/** What is asked before something is done. `run` says what came of it. */
export type ToConfirm = {
  readonly title: Words
  readonly content: Words
  readonly ok: Words
  readonly danger?: boolean
  readonly run: () => Promise<Words>
}

/** Says what a deed means before it is done, and afterwards what came of it or why it was refused. */
export function useConfirm(): (ask: ToConfirm) => void {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { modal, message } = App.useApp()
  return ({ title, content, ok, danger, run }) => {
    modal.confirm({
      title: say(title),
      content: say(content),
      okText: say(ok),
      okButtonProps: { danger: danger ?? false },
      onOk: async () => {
        try {
          void message.success(say(await run()))
        } catch (error) {
          void message.error(sayProblem(error))
        }
      },
    })
  }
}
