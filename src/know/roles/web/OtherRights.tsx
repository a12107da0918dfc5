import { Checkbox } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import type { RolePart } from './role-part.ts'

/** The rights that are not about the records of one kind. */
export function OtherRights({ body, onChange, known }: RolePart) {
  const say = useSay()
  return (
    <Section title={{ zh: '其他权限', en: 'Other rights' }}>
      <ul className="rg-roles-rights">
        {known.catalogue.rights.map(({ name, label, help }) => (
          <li key={name}>
            <Checkbox
              checked={body.rights.includes(name)}
              disabled={!onChange}
              onChange={(event) =>
                onChange?.({
                  ...body,
                  rights: event.target.checked ? [...body.rights, name] : body.rights.filter((one) => one !== name),
                })
              }
            >
              {say(label)} <span className="rg-roles-quiet">{say(help)}</span>
            </Checkbox>
          </li>
        ))}
      </ul>
    </Section>
  )
}
