import { KeyOutlined, LoginOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Divider, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'
import { fetchJson, ProblemError } from '../../ui/call.ts'
import { useSay } from '../../ui/language.tsx'
import { isCancelled, knowsPasskeys } from '../../ui/passkeys.ts'
import { useSayProblem } from '../../ui/States.tsx'
import { CodeForm } from './CodeForm.tsx'
import { Entrance } from './Entrance.tsx'
import { sessionKey } from './session.ts'
import { goToProvider, type Next, signIn, signInWithPasskey } from './sign-in.ts'

const wrong: Words = {
  zh: '邮箱或密码不对，请重新输入。忘记密码的话，请联系负责人重设。',
  en: 'E-mail and password do not belong together. Try again, or ask the owner to reset your password.',
}

type Came = { readonly problem?: string | undefined; readonly provider?: string | undefined }

const waysShape = z.object({
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Why a provider sent the reader back without success. */
  problem: z.object({ zh: z.string(), en: z.string() }).nullable(),
})

function useWays(came: Came) {
  const query = new URLSearchParams(Object.entries(came).filter((entry): entry is [string, string] => entry[1] !== undefined))
  return useQuery({
    queryKey: ['ways', came],
    queryFn: async ({ signal }) => waysShape.parse(await fetchJson(`/api/auth/ways?${query}`, { signal })),
    staleTime: 60_000,
  })
}

/** Asks who one is, in one of the ways there are; the router leads on as soon as the session knows the reader. */
export function SignInPage(props: {
  readonly atCode: boolean
  readonly next: string
  readonly came: Came
  readonly hint?: Words
  /** A provider sends the browser to pages of its own: where this one is to stay, somebody else opens the door. */
  readonly onAside?: () => void
}) {
  const say = useSay()
  const [step, setStep] = useState<Next>(props.atCode ? 'code' : null)
  useEffect(() => {
    document.title = say({ zh: '登录 · 常客', en: 'Sign in · Regulars' })
  }, [say])
  if (step === 'code') return <CodeForm onAgain={() => setStep(null)} />
  return <WaysIn {...props} onStep={setStep} />
}

function WaysIn(props: {
  readonly next: string
  readonly came: Came
  readonly hint?: Words
  readonly onAside?: () => void
  readonly onStep: (step: Next) => void
}) {
  const say = useSay()
  const answers = useQueryClient()
  const sayProblem = useSayProblem()
  const ways = useWays(props.came)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const enter = async (way: string, send: () => Promise<Next>) => {
    setBusy(way)
    setTrouble(null)
    try {
      const next = await send()
      if (next) props.onStep(next)
      else await answers.invalidateQueries({ queryKey: sessionKey })
    } catch (error) {
      const isWrong = error instanceof ProblemError && !error.code.startsWith('access.') && (error.status === 401 || error.status === 400)
      if (!isCancelled(error)) setTrouble(isWrong ? say(wrong) : sayProblem(error))
    } finally {
      setBusy(null)
    }
  }
  const told = trouble ?? (ways.data?.problem ? say(ways.data.problem) : null)
  return (
    <Entrance title={{ zh: '登录', en: 'Sign in' }} {...(props.hint ? { hint: props.hint } : {})}>
      {told ? <Alert type="error" showIcon title={told} className="rg-entrance-trouble" role="alert" /> : null}
      <PasswordForm busy={busy === 'password'} onEnter={(input) => void enter('password', () => signIn(input))} />
      <Divider plain>{say({ zh: '或者', en: 'or' })}</Divider>
      <div className="rg-entrance-ways">
        <Button
          size="large"
          block
          icon={<KeyOutlined />}
          loading={busy === 'passkey'}
          disabled={!knowsPasskeys()}
          onClick={() => void enter('passkey', async () => (await signInWithPasskey(), null))}
        >
          {say({ zh: '用通行密钥登录', en: 'Sign in with a passkey' })}
        </Button>
        {ways.data?.providers.map(({ id, name }) => (
          <Button
            key={id}
            size="large"
            block
            icon={<LoginOutlined />}
            loading={busy === id}
            onClick={() => (props.onAside ? props.onAside() : void enter(id, async () => (await goToProvider(id, props.next), null)))}
          >
            {say({ zh: '用 {name} 登录', en: 'Sign in with {name}' }, { name })}
          </Button>
        ))}
      </div>
    </Entrance>
  )
}

type Typed = { readonly email: string; readonly password: string }

function PasswordForm(props: { readonly busy: boolean; readonly onEnter: (input: Typed) => void }) {
  const say = useSay()
  return (
    <Form layout="vertical" size="large" requiredMark={false} noValidate onFinish={props.onEnter}>
      <Form.Item
        name="email"
        label={say({ zh: '邮箱', en: 'E-mail' })}
        rules={[{ required: true, message: say({ zh: '请输入邮箱', en: 'Enter your e-mail' }) }]}
      >
        <Input type="email" autoComplete="username" autoFocus />
      </Form.Item>
      <Form.Item
        name="password"
        label={say({ zh: '密码', en: 'Password' })}
        rules={[{ required: true, message: say({ zh: '请输入密码', en: 'Enter your password' }) }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={props.busy}>
        {say({ zh: '登录', en: 'Sign in' })}
      </Button>
    </Form>
  )
}
