import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'
import { useGo, useSearchState } from '../../ui/address.tsx'
import { fetchJson } from '../../ui/call.ts'
import { useSay } from '../../ui/language.tsx'
import { Answered, useSayProblem } from '../../ui/States.tsx'
import { DeadLink } from './DeadLink.tsx'
import { Entrance } from './Entrance.tsx'
import { sessionKey } from './session.ts'
import { enter, join, type Next, shortestPassword } from './sign-in.ts'

const search = z.object({ token: z.string().default('') })

/** Uses a one-time link up, then leads home; keeps what the server said if it refused. */
function useLink() {
  const go = useGo()
  const answers = useQueryClient()
  const sayProblem = useSayProblem()
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (send: () => Promise<Next>) => {
    setBusy(true)
    setTrouble(null)
    try {
      // Whoever has a second factor shows it after a link as well.
      if ((await send()) === 'code') return go('/sign-in', { replace: true, search: { step: 'code' } })
      await answers.invalidateQueries({ queryKey: sessionKey })
      go('/', { replace: true })
    } catch (error) {
      setTrouble(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return { trouble, busy, run }
}

function Trouble(props: { readonly text: string | null }) {
  return props.text ? <Alert type="error" showIcon title={props.text} className="rg-entrance-trouble" role="alert" /> : null
}

const enterWords: Words = { zh: '用这个链接登录', en: 'Sign in with this link' }

/** A link from the terminal signs in at the press of a button, not by being opened, so that no preview uses it up. */
export function EnterPage() {
  const say = useSay()
  const [{ token }] = useSearchState(search)
  const { trouble, busy, run } = useLink()
  return (
    <Entrance title={enterWords} hint={{ zh: '链接只能用一次，用过即失效。', en: 'The link works once.' }}>
      <Trouble text={trouble} />
      <Button type="primary" size="large" block loading={busy} onClick={() => void run(() => enter({ token }))}>
        {say({ zh: '登录', en: 'Sign in' })}
      </Button>
    </Entrance>
  )
}

const invitationShape = z.object({ name: z.string(), email: z.string(), shop: z.string() })

/** Whom a link is for; also tells at once when it is no good any more. */
function useInvitation(token: string) {
  return useQuery({
    queryKey: ['invitation', token],
    queryFn: async ({ signal }) => invitationShape.parse(await fetchJson(`/api/join?token=${encodeURIComponent(token)}`, { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** For somebody who was invited, or who forgot: a password, and in. */
export function JoinPage() {
  const say = useSay()
  const [asked] = useSearchState(search)
  // On the way in the address loses it, and a link without a token would be asked about, and told in the audit as refused.
  const [token] = useState(asked.token)
  const invitation = useInvitation(token)
  const { trouble, busy, run } = useLink()
  if (invitation.error) return <DeadLink error={invitation.error} retry={invitation.refetch} />
  return (
    <Entrance title={{ zh: '设置您的密码', en: 'Set your password' }}>
      <Answered of={invitation}>
        {({ name, email, shop }) => (
          <Form
            layout="vertical"
            size="large"
            requiredMark={false}
            onFinish={({ password }: { password: string }) => void run(() => join({ token, password }))}
          >
            <p className="rg-entrance-hint">
              {say(
                {
                  zh: '{name}，您好。设好密码就能进入“{shop}”；以后用 {email} 登录。',
                  en: 'Hello {name}. Set a password and you are in {shop}; later you sign in with {email}.',
                },
                { name, shop, email },
              )}
            </p>
            <Trouble text={trouble} />
            <PasswordField />
            <Button type="primary" htmlType="submit" block loading={busy}>
              {say({ zh: '保存并登录', en: 'Save and sign in' })}
            </Button>
          </Form>
        )}
      </Answered>
    </Entrance>
  )
}

function PasswordField() {
  const say = useSay()
  const message = say({ zh: '密码至少要有 {n} 个字符', en: 'The password needs {n} characters or more' }, { n: shortestPassword })
  return (
    <Form.Item
      name="password"
      label={say({ zh: '新密码（至少 {n} 个字符）', en: 'New password ({n} characters or more)' }, { n: shortestPassword })}
      rules={[{ required: true, min: shortestPassword, message }]}
    >
      <Input.Password autoComplete="new-password" autoFocus />
    </Form.Item>
  )
}
