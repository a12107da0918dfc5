import '../../../pages/pages.css'
import { Alert, App, Button, Checkbox, Input, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { type Role, roles } from '../../../core/action/action.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { roleChoices } from '../../shop/role-words.ts'
import { inviteUser } from '../../shop/users.ts'
import { type Place, PlaceFields } from './PlaceFields.tsx'
import type { Firm } from './use-firm.ts'

type Props = {
  readonly firm: Firm
  readonly open: boolean
  /** The department that is open. */
  readonly department: string | null
  readonly onClose: () => void
  readonly onLink: (link: string) => void
}

/** Asks who comes, what they may, and where they stand; the link is shown to copy, and mailed where a server is set. */
export function InviteModal(props: Props) {
  const say = useSay()
  return (
    <Modal open={props.open} title={say({ zh: '邀请用户', en: 'Invite a user' })} footer={null} onCancel={props.onClose} destroyOnHidden>
      <InviteForm {...props} />
    </Modal>
  )
}

const looksLikeMail = (text: string) => /^\S+@\S+\.\S+$/.test(text.trim())

function InviteForm({ firm, department, onClose, onLink }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const at = useId()
  const invite = useAct(inviteUser)
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('member')
  const [mail, setMail] = useState(true)
  const [place, setPlace] = useState<Place>({ departmentId: department, position: null, managerId: null, teamIds: [] })
  const send = () =>
    invite.mutateAsync({ name: name.trim(), email: email.trim(), role, mail, ...place, teamIds: [...place.teamIds] }).then(
      ({ link, mailed }) => {
        if (mailed) void message.success(say({ zh: '邀请邮件已寄出', en: 'The invitation is mailed' }))
        onClose()
        onLink(link)
      },
      // Said above the form.
      () => undefined,
    )
  return (
    <form
      className="rg-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {invite.error ? <Alert type="error" showIcon role="alert" title={sayProblem(invite.error)} /> : null}
      <div className="rg-form-line">
        <label htmlFor={`${at}name`}>{say({ zh: '姓名', en: 'Name' })}</label>
        <Input id={`${at}name`} value={name} maxLength={200} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${at}email`}>{say({ zh: '邮箱', en: 'E-mail' })}</label>
        <Input id={`${at}email`} type="email" value={email} autoComplete="off" onChange={(event) => setEmail(event.target.value)} />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${at}role`}>{say({ zh: '角色', en: 'Role' })}</label>
        <Select id={`${at}role`} value={role} onChange={setRole} options={roleChoices(roles, say)} />
      </div>
      <PlaceFields firm={firm} value={place} onChange={setPlace} personId={null} />
      <Checkbox checked={mail} onChange={(event) => setMail(event.target.checked)}>
        {say({ zh: '同时用邮件寄出链接（已设置发信服务器时）', en: 'Mail the link too (if a mail server is set)' })}
      </Checkbox>
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" loading={invite.isPending} disabled={name.trim() === '' || !looksLikeMail(email)}>
          {say({ zh: '邀请', en: 'Invite' })}
        </Button>
        <Missing
          what={
            name.trim() === '' || !looksLikeMail(email)
              ? { zh: '填好姓名和邮箱后即可邀请', en: 'Fill in the name and a whole e-mail address' }
              : null
          }
        />
      </div>
    </form>
  )
}
