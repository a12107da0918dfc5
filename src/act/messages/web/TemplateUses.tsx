import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { KnownTemplate } from './template-answers.ts'

/** Who uses the template, and which of its links were pressed. */
export function TemplateUses({ known }: { readonly known: KnownTemplate }) {
  const say = useSay()
  const format = useFormat()
  const { uses, links } = known
  const nothing = uses.length === 0 ? say({ zh: '还没有旅程或活动使用', en: 'No journey or campaign uses it yet' }) : null
  return (
    <>
      <Section title={{ zh: '用在哪里', en: 'Where it is used' }} nothing={nothing}>
        <ul className="rg-checks">
          {uses.map(({ kind, id, name }) => (
            <li key={id}>
              {kind === 'journey' ? say({ zh: '旅程', en: 'Journey' }) : say({ zh: '营销活动', en: 'Campaign' })}{' '}
              <GoLink to={`/${kind === 'journey' ? 'journeys' : 'campaigns'}/${id}`}>{name}</GoLink>
            </li>
          ))}
        </ul>
      </Section>
      {links.length > 0 ? (
        <Section title={{ zh: '哪些链接被点开', en: 'Which links were clicked' }}>
          <ul className="rg-checks">
            {links.map(({ target, clicks, machine, messages }) => (
              <li key={target}>
                <span className="rg-template-link">{target}</span>{' '}
                {say(
                  {
                    zh: '{clicks} 次点击（{messages} 条消息；另有 {machine} 次是程序打开的）',
                    en: '{clicks} {clicks|click|clicks} in {messages} {messages|message|messages}; {machine} more by programs',
                  },
                  { clicks: format.count(clicks), messages: format.count(messages), machine: format.count(machine) },
                )}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}
