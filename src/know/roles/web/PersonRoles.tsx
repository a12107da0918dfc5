import { App, Button, Select } from 'antd'
import { useId } from 'react'
import { useGo } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { assignRoles, listRoles } from '../actions.ts'
import './roles.css'

type Props = { readonly personId: string; readonly isOwner: boolean }

/** Which of the firm's own roles a colleague holds, and the way to see with their eyes. */
export function PersonRoles(props: Props) {
  return useMayDo(listRoles) ? <Roles {...props} /> : null
}

function Roles({ personId, isOwner }: Props) {
  const say = useSay()
  const go = useGo()
  const sayProblem = useSayProblem()
  const at = useId()
  const { message } = App.useApp()
  const asked = useAsk(listRoles, {})
  const assign = useAct(assignRoles)
  const give = (roleIds: string[]) =>
    assign.mutate(
      { id: personId, roleIds },
      {
        onSuccess: () => void message.success(say({ zh: '下一次操作就生效', en: 'In force with what they do next' })),
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  return (
    <Section bare title={{ zh: '权限', en: 'Rights' }}>
      <Answered of={asked} rows={1}>
        {({ roles }) => {
          const own = roles.filter(({ standing }) => standing === null)
          const held = own.filter(({ holders }) => holders.some(({ id }) => id === personId)).map(({ id }) => id)
          return (
            <div className="rg-form">
              {isOwner ? (
                <p className="rg-roles-quiet">
                  {say({ zh: '负责人不受自建角色限制。', en: 'Owners are never narrowed by roles of your own.' })}
                </p>
              ) : (
                <div className="rg-form-line">
                  <label htmlFor={at}>{say({ zh: '自建角色', en: 'Roles of your own' })}</label>
                  <Select<string[]>
                    id={at}
                    mode="multiple"
                    value={held}
                    disabled={assign.isPending}
                    placeholder={say({ zh: '没有：按上面的系统角色', en: 'None: the standing role above holds' })}
                    notFoundContent={say({ zh: '还没有自建角色', en: 'No roles of your own yet' })}
                    options={own.map(({ id, name }) => ({ value: id, label: name }))}
                    onChange={give}
                  />
                </div>
              )}
              <div>
                <Button onClick={() => go('/view-as', { search: { person: personId } })}>
                  {say({ zh: '以此人的身份查看…', en: 'View as this person…' })}
                </Button>
              </div>
            </div>
          )
        }}
      </Answered>
    </Section>
  )
}
