import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { readAccount } from '../../know/account/account.ts'
import { NewPassword } from '../../know/shop/web/account/NewPassword.tsx'
import { SetUpAuthenticator } from '../../know/shop/web/account/SetUpAuthenticator.tsx'
import { useAsk } from '../../ui/data.tsx'
import { useSay } from '../../ui/language.tsx'
import { Answered } from '../../ui/States.tsx'
import { Entrance } from './Entrance.tsx'
import { ProveForm } from './ProveForm.tsx'
import { sessionKey } from './session.ts'
import { signOut } from './sign-in.ts'

/** What has to be done before anything else: a new password, or a second factor. */
export function MustPage(props: { readonly must: 'password' | 'second-factor'; readonly onDone: () => void }) {
  const say = useSay()
  const title =
    props.must === 'password'
      ? { zh: '该换密码了', en: 'Time for a new password' }
      : { zh: '这里要求两步验证', en: 'A second factor is required here' }
  useEffect(() => {
    document.title = say(title)
  })
  return (
    <Entrance title={title} wide={props.must === 'second-factor'}>
      {props.must === 'password' ? <OldPassword /> : <NoSecondFactor onDone={props.onDone} />}
      <Button type="link" block onClick={() => void signOut()} style={{ marginTop: 8 }}>
        {say({ zh: '退出登录', en: 'Sign out' })}
      </Button>
    </Entrance>
  )
}

function OldPassword() {
  const say = useSay()
  const asked = useAsk(readAccount, {})
  return (
    <>
      <p className="rg-entrance-hint">
        {say({
          zh: '您的密码已超过 90 天。换好后请用新密码重新登录。',
          en: 'Your password is more than 90 days old. Sign in with the new one afterwards.',
        })}
      </p>
      <Answered of={asked} rows={3}>
        {(account) => <NewPassword account={account} />}
      </Answered>
    </>
  )
}

function NoSecondFactor(props: { readonly onDone: () => void }) {
  const asked = useAsk(readAccount, {})
  return (
    <Answered of={asked} rows={6}>
      {({ authenticatorSince, passkeys }) => <ShowOrSetUp has={authenticatorSince !== null || passkeys.length > 0} onDone={props.onDone} />}
    </Answered>
  )
}

/** What was so when the reader came stays so: the recovery codes are still to be read when the factor is there. */
function ShowOrSetUp(props: { readonly has: boolean; readonly onDone: () => void }) {
  const say = useSay()
  const answers = useQueryClient()
  const [has] = useState(props.has)
  const done = async () => {
    await answers.invalidateQueries({ queryKey: sessionKey })
    props.onDone()
  }
  if (has) return <ProveForm strong onProved={() => void done()} />
  return (
    <>
      <p className="rg-entrance-hint">
        {say({
          zh: '您的角色除了密码，还需要手机上的验证码。设置一次，大约一分钟。',
          en: 'Your role needs a code from your phone beside the password. Setting it up takes about a minute, once.',
        })}
      </p>
      <SetUpAuthenticator onDone={() => void done()} />
    </>
  )
}
