import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { ProblemError } from '../../ui/call.ts'
import { useSay } from '../../ui/language.tsx'
import { useSayProblem } from '../../ui/States.tsx'
import { Entrance } from './Entrance.tsx'
import { sessionKey } from './session.ts'
import { sendCode } from './sign-in.ts'

/** The second step: six digits of the app, or one of the recovery codes. */
export function CodeForm(props: { readonly onAgain: () => void }) {
  const say = useSay()
  const answers = useQueryClient()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<{ code: string }>()
  const [trouble, setTrouble] = useState<{ readonly words: string; readonly isOver: boolean } | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async ({ code }: { code: string }) => {
    setBusy(true)
    setTrouble(null)
    try {
      await sendCode(code)
      await answers.invalidateQueries({ queryKey: sessionKey })
    } catch (error) {
      form.resetFields()
      setTrouble({ words: sayProblem(error), isOver: error instanceof ProblemError && error.code === 'access.step-over' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Entrance
      title={{ zh: '还差一步', en: 'One more step' }}
      hint={{
        zh: '打开验证器应用，输入其中的六位数字。手机不在身边，就输入一个恢复码。',
        en: 'Open your authenticator app and enter its six digits. Without your phone, enter one of your recovery codes.',
      }}
    >
      {trouble ? <Alert type="error" showIcon title={trouble.words} className="rg-entrance-trouble" role="alert" /> : null}
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(input: { code: string }) => void send(input)}>
        <Form.Item
          name="code"
          label={say({ zh: '验证码', en: 'Code' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请输入验证码', en: 'Enter the code' }) }]}
        >
          <Input autoComplete="one-time-code" autoFocus maxLength={40} disabled={trouble?.isOver ?? false} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy} disabled={trouble?.isOver ?? false}>
          {say({ zh: '继续', en: 'Go on' })}
        </Button>
        <Button type="link" block onClick={props.onAgain}>
          {say({ zh: '从头登录', en: 'Sign in from the beginning' })}
        </Button>
      </Form>
    </Entrance>
  )
}
