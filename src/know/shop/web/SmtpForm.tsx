import { App, Form, type FormInstance, Input, InputNumber, Switch } from 'antd'
import type { z } from 'zod'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { type readSettings, saveSmtp } from '../actions.ts'
import { type SmtpInput, senderAddress } from '../settings.ts'
import { SaveBar } from './SaveBar.tsx'

type Smtp = z.output<typeof readSettings.output>['smtp']

/** The mail server. An empty password field keeps the password there is. */
export function SmtpForm({ smtp }: { readonly smtp: Smtp }) {
  const say = useSay()
  const { message } = App.useApp()
  const [form] = Form.useForm<SmtpInput>()
  const save = useAct(saveSmtp)
  const submit = ({ password, ...rest }: SmtpInput) =>
    save.mutate(
      { ...rest, user: rest.user ?? '', ...(password ? { password } : {}) },
      {
        onSuccess: () =>
          void message.success(say({ zh: '发信服务器已保存，请发一封测试邮件', en: 'The mail server is saved; now send a test mail' })),
      },
    )
  return (
    <Section title={{ zh: '发信服务器（SMTP）', en: 'Mail server (SMTP)' }} note={say(note)}>
      <Form
        form={form}
        className="rg-settings-form"
        layout="vertical"
        requiredMark={false}
        initialValues={smtp ?? { port: 465, secure: true, user: '' }}
        onFinish={submit}
      >
        <ServerFields onSecure={(secure) => followSwitch(form, secure)} />
        <Form.Item name="user" label={say({ zh: '用户名', en: 'User' })}>
          <Input
            autoComplete="off"
            maxLength={320}
            placeholder={say({ zh: '通常是邮箱地址；不需要登录则留空', en: 'Usually the mailbox; leave empty if none is needed' })}
          />
        </Form.Item>
        <Form.Item
          name="password"
          label={say({ zh: '密码或授权码', en: 'Password or app password' })}
          extra={smtp?.hasPassword ? say({ zh: '已保存。不填则保留原来的。', en: 'One is kept. Leave empty to keep it.' }) : null}
        >
          <Input.Password autoComplete="new-password" maxLength={1000} />
        </Form.Item>
        <Form.Item
          name="from"
          label={say({ zh: '发件人', en: 'Sender' })}
          rules={[
            {
              required: true,
              validator: async (_rule, value: unknown) => {
                if (senderAddress(typeof value === 'string' ? value : '') === null)
                  throw new Error(say({ zh: '请输入邮箱，或“名称 <邮箱>”', en: 'Enter an address, or “Name <address>”' }))
              },
            },
          ]}
        >
          <Input maxLength={320} placeholder={say({ zh: '山前茶事 <hello@example.com>', en: 'Foothill Tea <hello@example.com>' })} />
        </Form.Item>
        <SaveBar error={save.error} busy={save.isPending} />
      </Form>
    </Section>
  )
}

const note = {
  zh: '所有邮件都从这里发出。密码加密保存，不会再显示。',
  en: 'All mail leaves through it. The password is kept encrypted and never shown again.',
}

/** The usual port goes with the switch; a port of one's own stays. */
function followSwitch(form: FormInstance<SmtpInput>, secure: boolean): void {
  const port: unknown = form.getFieldValue('port')
  if (port === (secure ? 587 : 465)) form.setFieldValue('port', secure ? 465 : 587)
}

function ServerFields({ onSecure }: { readonly onSecure: (secure: boolean) => void }) {
  const say = useSay()
  return (
    <>
      <div className="rg-settings-row">
        <Form.Item
          name="host"
          label={say({ zh: '服务器地址', en: 'Server' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请输入服务器地址', en: 'Enter the server' }) }]}
        >
          <Input placeholder="smtp.example.com" maxLength={253} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="port"
          label={say({ zh: '端口', en: 'Port' })}
          rules={[{ required: true, message: say({ zh: '请输入端口', en: 'Enter the port' }) }]}
        >
          <InputNumber min={1} max={65535} precision={0} />
        </Form.Item>
      </div>
      <Form.Item
        name="secure"
        valuePropName="checked"
        label={say({ zh: 'TLS 直连', en: 'Direct TLS' })}
        extra={say({
          zh: '465 端口打开；587 和 25 端口关闭，会用 STARTTLS 加密。',
          en: 'On for port 465; off for 587 and 25, which encrypt by STARTTLS.',
        })}
      >
        <Switch onChange={onSecure} />
      </Form.Item>
    </>
  )
}
