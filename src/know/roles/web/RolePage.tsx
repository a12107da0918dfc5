import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { emptyRole, type RoleBody } from '../../../core/rights/role-body.ts'
import { useGo, usePathValue, useSearchState } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { createRole, deleteRole } from '../actions.ts'
import { roleTemplates } from '../role-templates.ts'
import { roleSearch } from '../roles-address.ts'
import { sayRole } from '../say-role.ts'
import { FieldRights } from './FieldRights.tsx'
import { OtherRights } from './OtherRights.tsx'
import { RoleHolders } from './RoleHolders.tsx'
import { roleName } from './role-name.ts'
import { SaveRole } from './SaveRole.tsx'
import { ScopeLines } from './ScopeLines.tsx'
import { type Known, type Role, useRoles } from './use-role-names.ts'
import { VerbTable } from './VerbTable.tsx'
import type { RoleDraft } from './role-part.ts'
import './roles.css'

const back = { to: '/roles', label: { zh: '全部角色', en: 'All roles' } }

/** One role: what it allows, in switches and in words; a new one, one of the firm's own, or a standing one to look at. */
export function RolePage() {
  const id = usePathValue('id')
  const roles = useRoles()
  return (
    <Answered of={roles} rows={10}>
      {(known) => {
        const role = known.roles.find((one) => one.id === id) ?? null
        if (id === 'new') return <NewRole known={known} />
        return role ? <OneRole key={role.updatedAt} role={role} known={known} /> : <NoSuchRole />
      }}
    </Answered>
  )
}

function NoSuchRole() {
  return (
    <Page title={{ zh: '角色', en: 'Role' }} back={back}>
      <Empty
        title={{ zh: '没有这个角色', en: 'There is no such role' }}
        hint={{ zh: '可能已被删除。', en: 'It may have been deleted.' }}
        next={{ label: back.label, to: back.to }}
      />
    </Page>
  )
}

function NewRole({ known }: { readonly known: Known }) {
  const say = useSay()
  const go = useGo()
  const [{ template, copy }] = useSearchState(roleSearch)
  const copied = known.roles.find(({ id }) => id === copy)
  const begun = roleTemplates.find(({ key }) => key === template)
  const first: RoleDraft = copied
    ? { name: say({ zh: '{name}（副本）', en: '{name} (copy)' }, { name: say(roleName(copied)) }), description: null, body: copied.body }
    : { name: begun ? say(begun.label) : '', description: null, body: begun?.make(known.catalogue) ?? emptyRole }
  const create = useAct(createRole)
  const [draft, setDraft] = useState(first)
  return (
    <Page wide title={{ zh: '新建角色', en: 'New role' }} back={back}>
      <RoleEditor draft={draft} onChange={setDraft} known={known} error={create.error}>
        <Button
          type="primary"
          disabled={draft.name.trim() === ''}
          loading={create.isPending}
          onClick={() => create.mutate({ ...draft, name: draft.name.trim() }, { onSuccess: ({ id }) => go(`/roles/${id}`) })}
        >
          {say({ zh: '建立角色', en: 'Create the role' })}
        </Button>
        <Missing what={draft.name.trim() === '' ? { zh: '先填名称', en: 'Give it a name first' } : null} />
      </RoleEditor>
    </Page>
  )
}

function OneRole({ role, known }: { readonly role: Role; readonly known: Known }) {
  const say = useSay()
  const go = useGo()
  const [draft, setDraft] = useState<RoleDraft>({ name: role.name, description: role.description, body: role.body })
  const tools = (
    <>
      <Button onClick={() => go('/view-as', { search: { role: role.id } })}>{say({ zh: '以此身份查看', en: 'View as' })}</Button>
      <Button onClick={() => go('/roles/new', { search: { copy: role.id } })}>{say({ zh: '复制', en: 'Copy' })}</Button>
      {role.standing ? null : <RemoveRole role={role} />}
    </>
  )
  return (
    <Page wide title={roleName(role)} back={back} actions={tools}>
      <RoleHolders role={role} known={known} />
      {role.standing ? (
        <>
          <Alert
            showIcon
            type="info"
            title={say({
              zh: '这是系统自带的角色，不能修改；下面是它允许的内容。复制一份就能调整。',
              en: 'This role comes with the product and stays as it is; below is what it allows. Copy it to adapt it.',
            })}
          />
          <RoleEditor draft={draft} known={known} />
        </>
      ) : (
        <RoleEditor draft={draft} onChange={setDraft} known={known}>
          <SaveRole role={role} draft={draft} names={known.names} />
        </RoleEditor>
      )}
    </Page>
  )
}

function RemoveRole({ role }: { readonly role: Role }) {
  const say = useSay()
  const go = useGo()
  const confirm = useConfirm()
  const remove = useAct(deleteRole)
  const ask = () =>
    confirm({
      title: say({ zh: '删除“{name}”？', en: 'Delete “{name}”?' }, { name: role.name }),
      content: { zh: '没有人持有时才能删除，删除后不能恢复。', en: 'Only while nobody holds it; it does not come back.' },
      ok: { zh: '删除', en: 'Delete' },
      danger: true,
      run: async () => {
        await remove.mutateAsync({ id: role.id })
        go('/roles')
      },
    })
  return (
    <Button danger onClick={ask}>
      {say({ zh: '删除', en: 'Delete' })}
    </Button>
  )
}

type EditorProps = {
  readonly draft: RoleDraft
  /** Left out where the role can only be looked at. */
  readonly onChange?: (draft: RoleDraft) => void
  readonly known: Known
  readonly error?: unknown
  readonly children?: React.ReactNode
}

function RoleEditor({ draft, onChange, known, error, children }: EditorProps) {
  const sayProblem = useSayProblem()
  const setBody = onChange ? (body: RoleBody) => onChange({ ...draft, body }) : undefined
  const parts = { body: draft.body, known, ...(setBody ? { onChange: setBody } : {}) }
  return (
    <>
      {error ? <Alert type="error" showIcon role="alert" title={sayProblem(error)} /> : null}
      {onChange ? <RoleWords draft={draft} onChange={onChange} /> : null}
      <RoleSaid body={draft.body} known={known} />
      <VerbTable {...parts} />
      <ScopeLines {...parts} />
      <FieldRights {...parts} />
      <OtherRights {...parts} />
      {children ? <div className="rg-roles-foot">{children}</div> : null}
    </>
  )
}

function RoleWords({ draft, onChange }: { readonly draft: RoleDraft; readonly onChange: (draft: RoleDraft) => void }) {
  const say = useSay()
  const at = useId()
  return (
    <Section>
      <div className="rg-form">
        <div className="rg-form-line">
          <label htmlFor={`${at}name`}>{say({ zh: '名称', en: 'Name' })}</label>
          <Input
            id={`${at}name`}
            value={draft.name}
            maxLength={60}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        </div>
        <div className="rg-form-line">
          <label htmlFor={`${at}description`}>{say({ zh: '说明', en: 'Description' })}</label>
          <Input
            id={`${at}description`}
            value={draft.description ?? ''}
            maxLength={500}
            placeholder={say({ zh: '给谁用，为什么', en: 'For whom, and why' })}
            onChange={(event) => onChange({ ...draft, description: event.target.value || null })}
          />
        </div>
      </div>
    </Section>
  )
}

/** The role in words, as it stands now. */
function RoleSaid({ body, known }: { readonly body: RoleBody; readonly known: Known }) {
  const say = useSay()
  return (
    <Section title={{ zh: '用文字说', en: 'In words' }}>
      <ul className="rg-roles-words" aria-live="polite">
        {sayRole(body, known.names).map((words) => (
          <li key={words.zh}>{say(words)}</li>
        ))}
      </ul>
    </Section>
  )
}
