import { App } from 'antd'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { useSayProblem } from './States.tsx'

/** What is asked before something is done. `run` says what came of it, where that is not to be seen on the page. */
export type ToConfirm = {
  readonly title: Words | string
  readonly content?: Words | string
  readonly ok: Words
  /** What the way back is called, where “cancel” would be unclear. */
  readonly cancel?: Words
  readonly danger?: boolean
  readonly run: () => Promise<Words | string | void>
}

/** Says what a deed means before it is done, and afterwards what came of it or why it was refused. */
export function useConfirm(): (ask: ToConfirm) => void {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { modal, message } = App.useApp()
  return ({ title, content, ok, cancel, danger = false, run }) => {
    const finish = async () => {
      try {
        const said = await run()
        if (said !== undefined) void message.success(say(said))
      } catch (error) {
        void message.error(sayProblem(error))
      }
    }
    modal.confirm({
      title: say(title),
      ...(content === undefined ? {} : { content: say(content) }),
      okText: say(ok),
      ...(cancel ? { cancelText: say(cancel) } : {}),
      okButtonProps: { danger },
      // Closed at once: a window that asks for a proof may come next.
      onOk: () => void finish(),
    })
  }
}
