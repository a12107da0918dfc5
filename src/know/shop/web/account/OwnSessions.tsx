import { App, Button } from 'antd'
import type { z } from 'zod'
import { endOtherSessions, endSession, type readAccount } from '../../../account/account.ts'
import { useAct } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Page.tsx'
import { useSayProblem } from '../../../../ui/States.tsx'
import { SessionList } from './SessionList.tsx'

/** Where one is signed in oneself; whatever is strange there is ended at once. */
export function OwnSessions({ sessions }: { readonly sessions: z.output<typeof readAccount.output>['sessions'] }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [end, endOthers] = [useAct(endSession), useAct(endOtherSessions)]
  const onError = (error: Error) => void message.error(sayProblem(error))
  return (
    <Section
      title={{ zh: '登录在哪里', en: 'Where you are signed in' }}
      note={say({
        zh: '看到不认识的设备，请结束它，并修改密码。',
        en: 'If you do not know one of these, end it and change your password.',
      })}
      actions={
        sessions.length > 1 ? (
          <Button loading={endOthers.isPending} onClick={() => endOthers.mutate({}, { onError })}>
            {say({ zh: '结束其他所有登录', en: 'End all others' })}
          </Button>
        ) : null
      }
    >
      <SessionList sessions={sessions} onEnd={(id) => end.mutate({ id }, { onError })} />
    </Section>
  )
}
