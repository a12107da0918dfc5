import '../../../pages/pages.css'
import { Alert, App, Button, Drawer, Input, Select } from 'antd'
import { type ComponentType, useId, useState } from 'react'
import { type Role, roles } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { roleChoices } from '../../shop/role-words.ts'
import { disableUser, enableUser, makeUserLink, updateUser } from '../../shop/users.ts'
import { placePerson, withdrawInvitation } from '../actions.ts'
import { type Place, PlaceFields } from './PlaceFields.tsx'
import type { Account, Firm, Person } from './use-firm.ts'

type Props = {
  readonly firm: Firm
  readonly person: Person | null
  readonly onClose: () => void
  /** To hand over and leave. */
  readonly onLeave: (id: string) => void
  readonly onLink: (link: string) => void
  /** What they may see and do. */
  readonly Rights?: ComponentType<{ readonly personId: string; readonly isOwner: boolean }>
}

/** One colleague: name, role and place, and what can be done with the account. */
export function PersonDrawer({ firm, person, onClose, onLeave, onLink, Rights }: Props) {
  return (
    <Drawer open={person !== null} onClose={onClose} title={person?.name ?? ''} size={440} destroyOnHidden>
      {person?.account ? (
        <>
          <PersonForm firm={firm} person={person} account={person.account} onDone={onClose} />
          {Rights ? <Rights personId={person.id} isOwner={person.account.role === 'owner'} /> : null}
          <AccountTools person={person} account={person.account} onClose={onClose} onLeave={onLeave} onLink={onLink} />
        </>
      ) : null}
    </Drawer>
  )
}

function PersonForm({
  firm,
  person,
  account,
  onDone,
}: {
  readonly firm: Firm
  readonly person: Person
  readonly account: Account
  readonly onDone: () => void
}) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const at = useId()
  const [update, move] = [useAct(updateUser), useAct(placePerson)]
  const [name, setName] = useState(person.name)
  const [role, setRole] = useState<Role>(account.role)
  const [place, setPlace] = useState<Place>(person)
  const error = update.error ?? move.error
  const send = async () => {
    const { departmentId, position, managerId, teamIds } = place
    if (name.trim() !== person.name || role !== account.role) await update.mutateAsync({ id: person.id, name: name.trim(), role })
    await move.mutateAsync({ id: person.id, departmentId, position: position?.trim() || null, managerId, teamIds: [...teamIds] })
    onDone()
  }
  return (
    <form
      className="rg-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        // What went wrong is said above the form.
        void send().catch(() => undefined)
      }}
    >
      {error ? <Alert type="error" showIcon role="alert" title={sayProblem(error)} /> : null}
      <div className="rg-form-line">
        <label htmlFor={`${at}name`}>{say({ zh: '姓名', en: 'Name' })}</label>
        <Input id={`${at}name`} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${at}role`}>{say({ zh: '角色', en: 'Role' })}</label>
        <Select id={`${at}role`} value={role} onChange={setRole} options={roleChoices(roles, say)} />
      </div>
      <PlaceFields firm={firm} value={place} onChange={setPlace} personId={person.id} />
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" disabled={name.trim() === ''} loading={update.isPending || move.isPending}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
      </div>
    </form>
  )
}

type AccountProps = Omit<Props, 'firm' | 'person'> & { readonly person: Person; readonly account: Account }

/** Invitation, password, leaving. */
function AccountTools({ person, account, onClose, onLeave, onLink }: AccountProps) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [enable, link, withdraw] = [useAct(enableUser), useAct(makeUserLink), useAct(withdrawInvitation)]
  const { id, name } = person
  const now = useNow()
  // What follows must not hang on this part of the page, which is gone by then.
  const ends = (done: Promise<unknown>, words: Words) =>
    void done.then(
      () => {
        onClose()
        void message.success(say(words, { name }))
      },
      (error: unknown) => void message.error(sayProblem(error)),
    )
  const send = (mail: boolean) =>
    link.mutate(
      { id, mail },
      {
        onError: (error) => void message.error(sayProblem(error)),
        onSuccess: (answer) => {
          if (answer.mailed) void message.success(say({ zh: '邮件已寄出', en: 'The mail is sent' }))
          onClose()
          onLink(answer.link)
        },
      },
    )
  if (account.state === 'disabled')
    return (
      <Section bare title={{ zh: '账号已停用', en: 'The account is disabled' }}>
        <div className="rg-staff-tools">
          <Button
            onClick={() => ends(enable.mutateAsync({ id }), { zh: '{name}可以登录了', en: '{name} may sign in again' })}
            loading={enable.isPending}
          >
            {say({ zh: '启用', en: 'Enable' })}
          </Button>
          <Button onClick={() => onLeave(id)}>{say({ zh: '交接名下的客户…', en: 'Hand over what is theirs…' })}</Button>
        </div>
      </Section>
    )
  if (account.state === 'invited')
    return (
      <Section bare title={{ zh: '邀请', en: 'Invitation' }}>
        <p className="rg-staff-quiet">
          {account.inviteUntil && new Date(account.inviteUntil) > now
            ? say({ zh: '链接有效至 {until}。', en: 'The link works until {until}.' }, { until: format.dateTime(account.inviteUntil) })
            : say({ zh: '链接已过期，请重新发送。', en: 'The link is too old; send it again.' })}
        </p>
        <div className="rg-staff-tools">
          <Button loading={link.isPending} onClick={() => send(true)}>
            {say({ zh: '重新发送', en: 'Send again' })}
          </Button>
          <Button
            danger
            loading={withdraw.isPending}
            onClick={() => ends(withdraw.mutateAsync({ id }), { zh: '对{name}的邀请已撤回', en: 'The invitation of {name} is withdrawn' })}
          >
            {say({ zh: '撤回邀请', en: 'Withdraw' })}
          </Button>
        </div>
      </Section>
    )
  return (
    <>
      <Section bare title={{ zh: '密码', en: 'Password' }}>
        <Button loading={link.isPending} onClick={() => send(false)}>
          {say({ zh: '生成重设密码的链接', en: 'Make a link to reset it' })}
        </Button>
      </Section>
      {person.you ? null : (
        <Section bare title={{ zh: '离开', en: 'Leaving' }}>
          <p className="rg-staff-quiet">
            {say({
              zh: '离职交接把客户、待办和约定移交给同事并停用账号；只想暂时收回账号，用停用。',
              en: 'A hand-over gives customers, to-dos and promises to colleagues and disables the account; to shut the account alone, disable it.',
            })}
          </p>
          <div className="rg-staff-tools">
            <Button type="primary" onClick={() => onLeave(id)}>
              {say({ zh: '离职交接…', en: 'Hand over and leave…' })}
            </Button>
            <Disable id={id} name={name} onClose={onClose} />
          </div>
        </Section>
      )}
    </>
  )
}

type DisableProps = { readonly id: string; readonly name: string; readonly onClose: () => void }

function Disable({ id, name, onClose }: DisableProps) {
  const say = useSay()
  const confirm = useConfirm()
  const disable = useAct(disableUser)
  const ask = () =>
    confirm({
      title: say({ zh: '停用 {name}？', en: 'Disable {name}?' }, { name }),
      content: {
        zh: '立即退出登录，不能再登录；做过的事都保留，之后可以再启用。',
        en: 'Signed out at once and kept out; what was done stays, and you can enable the user again.',
      },
      ok: { zh: '停用', en: 'Disable' },
      danger: true,
      run: async () => {
        await disable.mutateAsync({ id })
        onClose()
        return say({ zh: '{name}已停用', en: '{name} is disabled' }, { name })
      },
    })
  return (
    <Button danger loading={disable.isPending} onClick={ask}>
      {say({ zh: '停用', en: 'Disable' })}
    </Button>
  )
}
