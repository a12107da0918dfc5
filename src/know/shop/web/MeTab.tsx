import { readAccount } from '../../account/account.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Answered } from '../../../ui/States.tsx'
import { NewPassword } from './account/NewPassword.tsx'
import { OwnSessions } from './account/OwnSessions.tsx'
import { Passkeys } from './account/Passkeys.tsx'
import { SecondFactor } from './account/SecondFactor.tsx'

/** One's own account: how one comes in, and where one is in. */
export function MeTab() {
  const say = useSay()
  const asked = useAsk(readAccount, {})
  return (
    <Answered of={asked} rows={8}>
      {(account) => (
        <>
          <Section
            title={{ zh: '密码', en: 'Password' }}
            note={say({ zh: '修改后，所有设备都会退出登录。', en: 'Afterwards you are signed out on every device.' })}
          >
            <NewPassword account={account} />
          </Section>
          <SecondFactor account={account} />
          <Passkeys passkeys={account.passkeys} />
          <OwnSessions sessions={account.sessions} />
        </>
      )}
    </Answered>
  )
}
