import { App, Button } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { LinkDialog } from '../../../ui/LinkDialog.tsx'
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
  return (
    <>
      <Button type="link" size="small" loading={create.isPending} onClick={make}>
        {say({ zh: '请客户自己选', en: 'Let them choose' })}
      </Button>
      <LinkDialog
        title={{ zh: '偏好页链接', en: 'Link to their preferences' }}
        hint={{
          zh: '把链接发给客户本人。不用登录，长期有效；拿到链接的人可以看到并改变客户同意了什么，请勿公开。',
          en: 'Send it to the customer alone. It needs no signing in and does not run out; whoever has it sees and changes what the customer agreed to, so do not publish it.',
        }}
        url={url}
        onClose={() => setUrl(null)}
      />
    </>
  )
}
