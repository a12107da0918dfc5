import { App, Form, Input } from 'antd'
import type { z } from 'zod'
import type { readAccount } from '../../../account/account.ts'
import { useAct } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { changePassword } from '../../users.ts'
import { SaveBar } from '../SaveBar.tsx'
import '../settings.css'

const shortest = 8

type Account = Pick<z.output<typeof readAccount.output>, 'hasPassword' | 'passwordProfile'>

/** Another password, or the first one for whoever comes by other ways. */
export function NewPassword({ account }: { readonly account: Account }) {
  const say = useSay()
  const { message } = App.useApp()
  const change = useAct(changePassword)
  const done = () =>
    void message.success(say({ zh: '密码已修改，请用新密码重新登录', en: 'The password is changed; sign in again with the new one' }))
  const rule =
    account.passwordProfile === 'mlps'
      ? say({
          zh: '至少 8 个字符，含大写、小写、数字、符号（或汉字）中的三种；最近 5 个密码不能再用，90 天后须更换。',
          en: '8 characters or more with three of: capitals, small letters, figures, signs; none of the last 5, and a new one after 90 days.',
        })
      : say({
          zh: '至少 8 个字符。几个词连成的短语最好记，也最安全；不必凑大小写和符号。',
          en: '8 characters or more. A phrase of a few words is easiest to keep in mind and the safest; no need for odd signs.',
        })
  return (
    <Form
      className="rg-settings-form"
      layout="vertical"
      requiredMark={false}
      onFinish={(input: { current?: string; password: string }) => change.mutate(input, { onSuccess: done })}
    >
      {account.hasPassword ? (
        <Form.Item
          name="current"
          label={say({ zh: '当前密码', en: 'Current password' })}
          rules={[{ required: true, message: say({ zh: '请输入当前密码', en: 'Enter the current password' }) }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
      ) : null}
      <Form.Item
        name="password"
        label={say({ zh: '新密码（至少 {n} 个字符）', en: 'New password ({n} characters or more)' }, { n: shortest })}
        extra={rule}
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
  )
}
