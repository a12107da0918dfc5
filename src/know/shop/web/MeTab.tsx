import { App, Form, Input } from 'antd'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { changePassword } from '../users.ts'
import { SaveBar } from './SaveBar.tsx'

const shortest = 8

export function MeTab() {
  const say = useSay()
  const { message } = App.useApp()
  const change = useAct(changePassword)
  const done = () =>
    void message.success(say({ zh: '密码已修改，请用新密码重新登录', en: 'The password is changed; sign in again with the new one' }))
  return (
    <Section note={say({ zh: '修改后，所有设备都会退出登录。', en: 'Afterwards you are signed out on every device.' })}>
      <Form
        className="rg-settings-form"
        layout="vertical"
        requiredMark={false}
        onFinish={(input: { current: string; password: string }) => change.mutate(input, { onSuccess: done })}
      >
        <Form.Item
          name="current"
          label={say({ zh: '当前密码', en: 'Current password' })}
          rules={[{ required: true, message: say({ zh: '请输入当前密码', en: 'Enter the current password' }) }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="password"
          label={say({ zh: '新密码（至少 {n} 个字符）', en: 'New password ({n} characters or more)' }, { n: shortest })}
          rules={[
            {
              required: true,
              min: shortest,
              message: say({ zh: '密码至少要有 {n} 个字符', en: 'The password needs {n} characters or more' }, { n: shortest }),
            },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <SaveBar error={change.error} busy={change.isPending} />
      </Form>
    </Section>
  )
}
