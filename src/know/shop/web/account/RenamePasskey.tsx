import { App, Form, Input, Modal } from 'antd'
import { renamePasskey } from '../../../account/account.ts'
import { useAct } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { useSayProblem } from '../../../../ui/States.tsx'

type Passkey = { readonly id: string; readonly name: string }

/** Another name for a passkey; the device that holds it is asked nothing. */
export function RenamePasskey({ of, open, onClose }: { readonly of: Passkey; readonly open: boolean; readonly onClose: () => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<{ name: string }>()
  const rename = useAct(renamePasskey)
  const keep = ({ name }: { name: string }) =>
    rename.mutate({ id: of.id, name }, { onSuccess: onClose, onError: (error) => void message.error(sayProblem(error)) })
  return (
    <Modal
      open={open}
      destroyOnHidden
      title={say({ zh: '给通行密钥改名', en: 'Rename the passkey' })}
      okText={say({ zh: '保存', en: 'Save' })}
      confirmLoading={rename.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ name: of.name }} onFinish={keep}>
        <Form.Item
          name="name"
          label={say({ zh: '名称', en: 'Name' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请输入名称', en: 'Enter a name' }) }]}
        >
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
