import { Select } from 'antd'
import { useId } from 'react'
import { useAsk } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { readOrganisation } from '../../../../know/staff/actions.ts'
import type { TaskAssignment, TemplateContent } from '../../content/content.ts'

type TaskContent = Extract<TemplateContent, { form: 'task' }>

/** Who carries out a task. */
export function Assignment({
  content,
  onChange,
}: {
  readonly content: TaskContent
  readonly onChange: (content: TemplateContent) => void
}) {
  const say = useSay()
  const ids = { kind: useId(), who: useId() }
  const asked = useAsk(readOrganisation, {})
  const assign = content.assign ?? { kind: 'owner' }
  const set = (next: TaskAssignment) => onChange({ ...content, assign: next })
  const teams = (asked.data?.teams ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const people = (asked.data?.people ?? []).map(({ id, name }) => ({ value: `user:${id}`, label: name }))
  const choose = (kind: TaskAssignment['kind']) => {
    const [team, person] = [teams[0]?.value, people[0]?.value]
    if (kind === 'owner') return set({ kind })
    if (kind === 'team' && team) return set({ kind, team })
    if (kind === 'person' && person) set({ kind, person })
  }
  return (
    <div className="rg-form-line">
      <label htmlFor={ids.kind}>{say({ zh: '由谁来做', en: 'Who does it' })}</label>
      <Select<TaskAssignment['kind']>
        id={ids.kind}
        value={assign.kind}
        onChange={choose}
        options={[
          { value: 'owner', label: say({ zh: '客户的负责人', en: 'Whom the customer belongs to' }) },
          { value: 'team', label: say({ zh: '一个团队，轮流', en: 'A team, in turn' }), disabled: teams.length === 0 },
          { value: 'person', label: say({ zh: '一位同事', en: 'One colleague' }), disabled: people.length === 0 },
        ]}
      />
      {assign.kind === 'person' ? (
        <Select
          aria-label={say({ zh: '哪位同事', en: 'Which colleague' })}
          showSearch={{ optionFilterProp: 'label' }}
          value={assign.person}
          onChange={(person: string) => set({ kind: 'person', person })}
          options={people}
        />
      ) : (
        <Select
          aria-label={
            assign.kind === 'team'
              ? say({ zh: '哪个团队', en: 'Which team' })
              : say({ zh: '没有负责人时交给', en: 'Where it belongs to nobody' })
          }
          placeholder={say({ zh: '没有负责人时先不指派', en: 'Where it belongs to nobody: not assigned' })}
          allowClear={assign.kind === 'owner'}
          value={assign.team ?? null}
          onChange={(team: string | undefined) =>
            assign.kind === 'team' ? (team ? set({ kind: 'team', team }) : undefined) : set({ kind: 'owner', ...(team ? { team } : {}) })
          }
          options={teams.map(({ value, label }) => ({
            value,
            label:
              assign.kind === 'team'
                ? label
                : say({ zh: '没有负责人时由{team}轮流', en: 'Where it belongs to nobody: {team} in turn' }, { team: label }),
          }))}
        />
      )}
    </div>
  )
}
