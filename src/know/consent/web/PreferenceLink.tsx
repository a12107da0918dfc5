import { CopyOutlined } from '@ant-design/icons'
import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { createPreferenceLink } from '../actions.ts'

/** A link by which the customer chooses what they get; the same one stands in every mail. */
export function PreferenceLink({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [url, setUrl] = useState<string | null>(null)
  const create = useAct(createPreferenceLink)
  const make = () =>
    create.mutate({ id: customerId }, { onSuccess: (made) => setUrl(made.url), onError: (error) => void message.error(sayProblem(error)) })
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url ?? '')
      message.success(say({ zh: '已复制', en: 'Copied' }))
    } catch {
      message.info(say({ zh: '请手动选中并复制', en: 'Select it and copy it by hand' }))
    }
  }
  const title = say({ zh: '偏好页链接', en: 'Link to their preferences' })
  return (
    <>
      <Button type="link" size="small" loading={create.isPending} onClick={make}>
        {say({ zh: '请客户自己选', en: 'Let them choose' })}
      </Button>
      <Modal
        open={url !== null}
        title={title}
        onCancel={() => setUrl(null)}
        footer={
          <Button type="primary" icon={<CopyOutlined />} onClick={() => void copy()}>
            {say({ zh: '复制', en: 'Copy' })}
          </Button>
        }
      >
        <p>
          {say({
            zh: '把链接发给客户本人。不用登录，长期有效；拿到链接的人可以看到并改变客户同意了什么，请勿公开。',
            en: 'Send it to the customer alone. It needs no signing in and does not run out; whoever has it sees and changes what the customer agreed to, so do not publish it.',
          })}
        </p>
        <Input readOnly value={url ?? ''} aria-label={title} onFocus={(event) => event.target.select()} />
      </Modal>
    </>
  )
}
