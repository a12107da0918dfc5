import { Checkbox } from 'antd'
import { Fragment } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import type { Verb } from '../../../core/rights/rights.ts'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { type RolePart, withRows } from './role-part.ts'

const rooms: readonly { readonly label: Words; readonly kinds: readonly string[] }[] = [
  { label: { zh: '洞察', en: 'Understand' }, kinds: ['segment'] },
  { label: { zh: '行动', en: 'Act' }, kinds: ['template', 'message', 'campaign', 'journey'] },
]
const know: Words = { zh: '认识', en: 'Know' }

/** What may be done with each kind of record: kinds down, verbs across, a box where there is such a verb. */
export function VerbTable({ body, onChange, known }: RolePart) {
  const say = useSay()
  const { kinds, verbs } = known.catalogue
  const placed = new Set(rooms.flatMap((room) => room.kinds))
  const groups = [
    { label: know, kinds: kinds.filter(({ name }) => !placed.has(name)) },
    ...rooms.map((room) => ({ label: room.label, kinds: kinds.filter(({ name }) => room.kinds.includes(name)) })),
  ]
  const used = verbs.filter(({ name }) => kinds.some((kind) => kind.verbs.includes(name)))
  /** A verb of customers reaches as far as seeing does; making one reaches nobody. */
  const rowsFor = (kind: string, verb: Verb) =>
    kind === 'customer' && verb !== 'create' && verb !== 'import'
      ? (body.grants['customer']?.read ?? (['all'] as const))
      : (['all'] as const)
  return (
    <Section
      title={{ zh: '能做什么', en: 'What may be done' }}
      note={say({
        zh: '客户的范围在下面逐项选择；联系人、消费、待办等跟随它们所属的客户。',
        en: 'Which customers is chosen below; contacts, purchases, to-dos and the like follow their customer.',
      })}
    >
      <div className="rg-roles-scroll" tabIndex={0} role="region" aria-label={say({ zh: '能做什么', en: 'What may be done' })}>
        <table className="rg-roles-table">
          <thead>
            <tr>
              <th scope="col">{say({ zh: '对象', en: 'Records' })}</th>
              {used.map(({ name, label }) => (
                <th key={name} scope="col">
                  {say(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups
              .filter((group) => group.kinds.length > 0)
              .map((group) => (
                <Fragment key={group.label.en}>
                  <tr>
                    <th scope="colgroup" colSpan={used.length + 1} className="rg-roles-room">
                      {say(group.label)}
                    </th>
                  </tr>
                  {group.kinds.map((kind) => (
                    <tr key={kind.name}>
                      <th scope="row">{say(kind.label)}</th>
                      {used.map((verb) => (
                        <td key={verb.name}>
                          {kind.verbs.includes(verb.name) ? (
                            <Checkbox
                              aria-label={`${say(kind.label)} · ${say(verb.label)}`}
                              checked={body.grants[kind.name]?.[verb.name] !== undefined}
                              disabled={!onChange}
                              onChange={(event) =>
                                onChange?.(
                                  withRows(body, kind.name, verb.name, event.target.checked ? rowsFor(kind.name, verb.name) : null),
                                )
                              }
                            />
                          ) : (
                            <span className="rg-roles-quiet" aria-hidden="true">
                              ·
                            </span>
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </Fragment>
              ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
