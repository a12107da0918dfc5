import { Alert, Button, Form, Input } from 'antd'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { testSmtp } from '../actions.ts'

/** Sends one real mail and says in words what became of it. */
export function TestMail() {
  const say = useSay()
  const sayProblem = useSayProblem()
  const run = useAct(testSmtp)
  return (
    <Section
      title={{ zh: '发一封测试邮件', en: 'Send a test mail' }}
      note={say({ zh: '用已保存的设置寄一封真实的邮件。', en: 'Sends a real mail with the saved settings.' })}
    >
      <Form
        layout="vertical"
        className="rg-settings-form"
        requiredMark={false}
        noValidate
        onFinish={({ to }: { to: string }) => run.mutate({ to })}
      >
        <Form.Item
          name="to"
          label={say({ zh: '收件地址', en: 'Send it to' })}
          rules={[{ required: true, type: 'email', message: say({ zh: '请输入有效的邮箱', en: 'Enter a valid e-mail address' }) }]}
        >
          <Input type="email" autoComplete="email" />
        </Form.Item>
        {run.error ? <Alert type="error" showIcon role="alert" title={sayProblem(run.error)} className="rg-notice" /> : null}
        {run.data ? (
          <Alert
            role="status"
            type={run.data.sent ? 'success' : 'warning'}
            showIcon
            title={say(run.data.words)}
            description={run.data.answer}
            className="rg-notice"
          />
        ) : null}
        <Button htmlType="submit" loading={run.isPending}>
          {say({ zh: '发送测试邮件', en: 'Send a test mail' })}
        </Button>
      </Form>
    </Section>
  )
}
