import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import type { Words } from '../../core/kit/words.ts'
import { ProblemError } from '../../ui/call.ts'
import { useSay } from '../../ui/language.tsx'
import { useSayProblem } from '../../ui/States.tsx'
import { Entrance } from './Entrance.tsx'
import { sessionKey } from './session.ts'
import { signIn } from './sign-in.ts'

const wrong: Words = {
  zh: '邮箱或密码不对，请重新输入。忘记密码的话，请联系负责人重设。',
  en: 'E-mail and password do not belong together. Try again, or ask the owner to reset your password.',
}

/** Asks for e-mail and password; the router leads on as soon as the session knows the reader. */
export function SignInPage() {
  const say = useSay()
  const answers = useQueryClient()
  const sayProblem = useSayProblem()
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    document.title = say({ zh: '登录 · 常客', en: 'Sign in · Regulars' })
  }, [say])
  const enter = async (input: { email: string; password: string }) => {
    setBusy(true)
    setTrouble(null)
    try {
      await signIn(input)
      await answers.invalidateQueries({ queryKey: sessionKey })
    } catch (error) {
      setTrouble(
        error instanceof ProblemError && !error.code.startsWith('access.') && (error.status === 401 || error.status === 400)
          ? say(wrong)
          : sayProblem(error),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <Entrance title={{ zh: '登录', en: 'Sign in' }}>
      <Form
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={(input: { email: string; password: string }) => void enter(input)}
      >
        {trouble ? <Alert type="error" showIcon title={trouble} className="rg-entrance-trouble" role="alert" /> : null}
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
        <Button type="primary" htmlType="submit" block loading={busy}>
          {say({ zh: '登录', en: 'Sign in' })}
        </Button>
      </Form>
    </Entrance>
  )
}
