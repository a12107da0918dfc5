import { Alert, App, Button, Checkbox, Drawer, Form, Input, Select, Typography } from 'antd'
import { useAct } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { useSayProblem } from '../../../../ui/States.tsx'
import { addProvider, changeProvider, newcomerRoles } from '../../../account/security.ts'
import { roleChoices } from '../../role-words.ts'
import type { Provider } from './security-answer.ts'

type Typed = Omit<Provider, 'id' | 'callback'> & { readonly secret?: string }

const fresh: Typed = { name: '', issuer: '', clientId: '', newcomers: false, role: 'member', domains: [], vouches: false, enabled: true }

/** One provider, new or there already. The secret is only ever typed in. */
export function ProviderForm(props: { readonly of: Provider | 'new' | null; readonly onClose: () => void }) {
  const say = useSay()
  const isNew = props.of === 'new'
  return (
    <Drawer
      open={props.of !== null}
      destroyOnHidden
      size={520}
      title={isNew ? say({ zh: '添加单点登录', en: 'Add single sign-on' }) : say({ zh: '修改单点登录', en: 'Change single sign-on' })}
      onClose={props.onClose}
    >
      {props.of === null ? null : <Fields of={props.of === 'new' ? null : props.of} onClose={props.onClose} />}
    </Drawer>
  )
}

function Fields({ of, onClose }: { readonly of: Provider | null; readonly onClose: () => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<Typed>()
  const [add, change] = [useAct(addProvider), useAct(changeProvider)]
  const newcomers = Form.useWatch('newcomers', form) ?? of?.newcomers ?? false
  const done = () => {
    message.success(say({ zh: '已保存；它的回答有效', en: 'Saved; it answered as it should' }))
    onClose()
  }
  const save = ({ secret, ...typed }: Typed) => {
    if (!of) return add.mutate({ ...fresh, ...typed, secret: secret ?? '' }, { onSuccess: done })
    const { callback: _, ...before } = of
    change.mutate({ ...before, ...typed, ...(secret ? { secret } : {}) }, { onSuccess: done })
  }
  const error = add.error ?? change.error
  const needed = (words: string) => [{ required: true, whitespace: true, message: words }]
  return (
    <Form form={form} layout="vertical" requiredMark={false} noValidate initialValues={of ?? fresh} onFinish={save}>
      <Form.Item
        name="name"
        label={say({ zh: '按钮上的名字', en: 'Name on the button' })}
        rules={needed(say({ zh: '请输入名字', en: 'Enter a name' }))}
      >
        <Input maxLength={60} placeholder={say({ zh: '公司账号', en: 'Company account' })} />
      </Form.Item>
      <Form.Item
        name="issuer"
        label={say({ zh: '颁发者网址（Issuer）', en: 'Issuer' })}
        extra={say({
          zh: '服务商文档里的 Issuer，例如 https://login.example.com/realms/shop；不含 /.well-known。',
          en: 'As the provider documents it, like https://login.example.com/realms/shop; without /.well-known.',
        })}
        rules={needed(say({ zh: '请输入网址', en: 'Enter the address' }))}
      >
        <Input type="url" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="clientId"
        label={say({ zh: '客户端 ID', en: 'Client ID' })}
        rules={needed(say({ zh: '请输入客户端 ID', en: 'Enter the client ID' }))}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="secret"
        label={say({ zh: '客户端密钥', en: 'Client secret' })}
        extra={
          of ? say({ zh: '不填则保留原来的；它不会再显示。', en: 'Leave it empty to keep the one there is; it is never shown.' }) : null
        }
        rules={of ? [] : needed(say({ zh: '请输入密钥', en: 'Enter the secret' }))}
      >
        <Input.Password autoComplete="off" />
      </Form.Item>
      {of ? (
        <Form.Item label={say({ zh: '在服务商那里填写的回调网址', en: 'Redirect address to enter at the provider' })}>
          <Typography.Text code copyable className="rg-scan-secret">
            {of.callback}
          </Typography.Text>
        </Form.Item>
      ) : (
        <p className="rg-settings-quiet">
          {say({
            zh: '保存后，这里会显示要在服务商那里填写的回调网址。',
            en: 'Once saved, the redirect address to enter at the provider is shown here.',
          })}
        </p>
      )}
      <Form.Item name="vouches" valuePropName="checked">
        <Checkbox>
          {say({
            zh: '它自己已要求两步验证，这里不再问验证码',
            en: 'It asks for a second factor itself, so none is asked for here',
          })}
        </Checkbox>
      </Form.Item>
      <Form.Item
        name="newcomers"
        valuePropName="checked"
        extra={say({
          zh: '不勾选时，只有邮箱（须由它验证过）与已有用户相同的人才能进来。',
          en: 'Otherwise only those whose e-mail, verified by it, is that of a user here come in.',
        })}
      >
        <Checkbox>{say({ zh: '让还没有用户的同事也能进来', en: 'Let colleagues in who have no user here yet' })}</Checkbox>
      </Form.Item>
      {newcomers ? (
        <>
          <Form.Item
            name="domains"
            label={say({ zh: '允许的邮箱域名', en: 'E-mail domains allowed' })}
            rules={[{ required: true, message: say({ zh: '请至少填写一个域名', en: 'Enter one domain at least' }) }]}
          >
            <Select mode="tags" tokenSeparators={[',', ' ', '，']} placeholder="example.com" open={false} suffixIcon={null} />
          </Form.Item>
          <Form.Item name="role" label={say({ zh: '新人的角色', en: 'Their role' })}>
            <Select options={roleChoices(newcomerRoles, say)} />
          </Form.Item>
        </>
      ) : null}
      <Form.Item name="enabled" valuePropName="checked">
        <Checkbox>{say({ zh: '在登录页显示', en: 'Show it on the sign-in page' })}</Checkbox>
      </Form.Item>
      {error ? <Alert type="error" showIcon role="alert" title={sayProblem(error)} className="rg-notice" /> : null}
      <Button type="primary" htmlType="submit" loading={add.isPending || change.isPending}>
        {say({ zh: '验证并保存', en: 'Check and save' })}
      </Button>
    </Form>
  )
}
