import { KeyOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { readAccount } from '../../know/account/account.ts'
import { useAsk } from '../../ui/data.tsx'
import { useSay } from '../../ui/language.tsx'
import { isCancelled } from '../../ui/passkeys.ts'
import { Answered, useSayProblem } from '../../ui/States.tsx'
import { prove, proveWithPasskey, signOut } from './sign-in.ts'

type Typed = { readonly password?: string; readonly code?: string }

/** The ways in which this reader can prove who they are. @param strong a second factor is wanted: the password alone will not do */
export function ProveForm(props: { readonly strong?: boolean; readonly onProved: () => void }) {
  const asked = useAsk(readAccount, {})
  return (
    <Answered of={asked} rows={2}>
      {({ hasPassword, authenticatorSince, passkeys }) => (
        <Ways
          password={hasPassword && !props.strong}
          code={authenticatorSince !== null}
          passkey={passkeys.length > 0}
          onProved={props.onProved}
        />
      )}
    </Answered>
  )
}

function Ways(props: { readonly password: boolean; readonly code: boolean; readonly passkey: boolean; readonly onProved: () => void }) {
  const say = useSay()
  const answers = useQueryClient()
  const sayProblem = useSayProblem()
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const send = async (way: string, proof: () => Promise<void>) => {
    setBusy(way)
    setTrouble(null)
    try {
      await proof()
      await answers.invalidateQueries()
      props.onProved()
    } catch (error) {
      if (!isCancelled(error)) setTrouble(sayProblem(error))
    } finally {
      setBusy(null)
    }
  }
  const typed = ({ password, code }: Typed) =>
    void send('typed', () => prove(props.password ? { password: password ?? '' } : { code: code ?? '' }))
  if (!props.password && !props.code && !props.passkey) return <SignInAgain />
  return (
    <>
      {trouble ? <Alert type="error" showIcon role="alert" title={trouble} className="rg-notice" /> : null}
      {props.password || props.code ? (
        <Form layout="vertical" requiredMark={false} onFinish={typed}>
          {props.password ? (
            <Form.Item
              name="password"
              label={say({ zh: '密码', en: 'Password' })}
              rules={[{ required: true, message: say({ zh: '请输入密码', en: 'Enter your password' }) }]}
            >
              <Input.Password autoComplete="current-password" autoFocus />
            </Form.Item>
          ) : (
            <Form.Item
              name="code"
              label={say({ zh: '验证器里的六位数字，或一个恢复码', en: 'Six digits of your app, or a recovery code' })}
              rules={[{ required: true, whitespace: true, message: say({ zh: '请输入验证码', en: 'Enter the code' }) }]}
            >
              <Input autoComplete="one-time-code" autoFocus maxLength={40} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" block loading={busy === 'typed'}>
            {say({ zh: '确认', en: 'Confirm' })}
          </Button>
        </Form>
      ) : null}
      {props.passkey ? (
        <Button
          block
          icon={<KeyOutlined />}
          loading={busy === 'passkey'}
          onClick={() => void send('passkey', proveWithPasskey)}
          style={{ marginTop: 8 }}
        >
          {say({ zh: '用通行密钥确认', en: 'Confirm with a passkey' })}
        </Button>
      ) : null}
    </>
  )
}

/** Whoever comes by a provider alone has nothing to show here but that they come again. */
function SignInAgain() {
  const say = useSay()
  return (
    <>
      <p>
        {say({
          zh: '您没有密码，也没有通行密钥。请退出并重新登录，15 分钟内就可以做这件事。',
          en: 'You have no password and no passkey. Sign out and in again; you can then do this for 15 minutes.',
        })}
      </p>
      <Button type="primary" block onClick={() => void signOut()}>
        {say({ zh: '退出并重新登录', en: 'Sign out and in again' })}
      </Button>
    </>
  )
}
