import { App, Checkbox, Form, Input, Modal, Select } from 'antd'
import type { z } from 'zod'
import { roles } from '../../../core/action/action.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { inviteUser } from '../users.ts'
import { roleChoices } from './role-words.ts'

type Invitation = z.output<typeof inviteUser.input>

/** Asks for name, address and role; the answer's link is shown to copy. */
export function InviteUser(props: { readonly open: boolean; readonly onClose: () => void; readonly onLink: (link: string) => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<Invitation>()
  const invite = useAct(inviteUser)
  const send = async (input: Invitation) => {
    try {
      const { link, mailed } = await invite.mutateAsync(input)
      if (mailed) message.success(say({ zh: '邀请邮件已寄出', en: 'The invitation is mailed' }))
      form.resetFields()
      props.onClose()
      props.onLink(link)
    } catch (error) {
      message.error(sayProblem(error))
    }
  }
  return (
    <Modal
      open={props.open}
      title={say({ zh: '邀请用户', en: 'Invite a user' })}
      okText={say({ zh: '邀请', en: 'Invite' })}
      confirmLoading={invite.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'member', mail: true }}
        onFinish={(input: Invitation) => void send(input)}
      >
        <Form.Item
          name="name"
          label={say({ zh: '姓名', en: 'Name' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请输入姓名', en: 'Enter the name' }) }]}
        >
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="email"
          label={say({ zh: '邮箱', en: 'E-mail' })}
          rules={[{ required: true, type: 'email', message: say({ zh: '请输入有效的邮箱', en: 'Enter a valid e-mail address' }) }]}
        >
          <Input type="email" autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={say({ zh: '角色', en: 'Role' })}>
          <Select options={roleChoices(roles, say)} />
        </Form.Item>
        <Form.Item name="mail" valuePropName="checked">
          <Checkbox>{say({ zh: '同时用邮件寄出链接（已设置发信服务器时）', en: 'Mail the link too (if a mail server is set)' })}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}
