import { Alert, App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { updateRole } from '../actions.ts'
import { changesOfRole, type RoleNames } from '../say-role.ts'
import type { RoleDraft } from './role-part.ts'
import type { Role } from './use-role-names.ts'

type Props = { readonly role: Role; readonly draft: RoleDraft; readonly names: RoleNames }

/** Shows what would change, and for whom, before anything is saved. */
export function SaveRole({ role, draft, names }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const update = useAct(updateRole)
  const changes = changesOfRole(role.body, draft.body, names)
  const isRenamed = draft.name.trim() !== role.name || draft.description !== role.description
  const isSame = changes.length === 0 && !isRenamed
  // The role that comes back draws the page anew, and this part with it: only the promise still tells of the end.
  const save = () =>
    void update.mutateAsync({ id: role.id, ...draft, name: draft.name.trim() }).then(
      () => {
        setOpen(false)
        void message.success(say({ zh: '角色已保存', en: 'The role is saved' }))
      },
      () => {},
    )
  return (
    <>
      <Button type="primary" disabled={isSame || draft.name.trim() === ''} onClick={() => setOpen(true)}>
        {say({ zh: '查看改动并保存…', en: 'Look over and save…' })}
      </Button>
      {isSame ? null : (
        <span className="rg-roles-quiet">
          {say({ zh: '{n} 项改动未保存', en: '{n} {n|change|changes} not saved' }, { n: changes.length + (isRenamed ? 1 : 0) })}
        </span>
      )}
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        title={say({ zh: '保存“{name}”的改动？', en: 'Save the changes of “{name}”?' }, { name: role.name })}
        okText={say({ zh: '保存', en: 'Save' })}
        cancelText={say({ zh: '再看看', en: 'Not yet' })}
        confirmLoading={update.isPending}
        onOk={save}
        destroyOnHidden
      >
        {update.error ? <Alert type="error" showIcon role="alert" title={sayProblem(update.error)} /> : null}
        <p>
          {role.holders.length === 0
            ? say({ zh: '现在没有人持有这个角色，不影响任何人。', en: 'Nobody holds this role; nobody is affected.' })
            : say(
                {
                  zh: '影响 {n} 人：{who}。下一次操作就生效。',
                  en: 'Affects {n} {n|person|people}: {who}. In force with what they do next.',
                },
                { n: role.holders.length, who: role.holders.map(({ name }) => name).join(say({ zh: '、', en: ', ' })) },
              )}
        </p>
        <ul className="rg-roles-changes">
          {changes.map(({ what, before, after, widens }) => (
            <li key={what.zh}>
              <Badge tone={widens ? 'attention' : 'neutral'}>
                {widens ? say({ zh: '放宽', en: 'Wider' }) : say({ zh: '收窄', en: 'Narrower' })}
              </Badge>{' '}
              {say(what)}
              {say({ zh: '：', en: ': ' })}
              <s>{say(before)}</s> → <strong>{say(after)}</strong>
            </li>
          ))}
          {isRenamed ? <li>{say({ zh: '名称或说明', en: 'Name or description' })}</li> : null}
        </ul>
      </Modal>
    </>
  )
}
