import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { hiddenWithin } from '../../../ui/States.tsx'
import { usePages } from '../../shell/pages-context.tsx'
import { attentionSaid } from '../attention-said.ts'
import type { readHome } from '../read-home.ts'
import './home.css'

type Item = ReplyOf<typeof readHome>['attention'][number]

/** What needs somebody, each with its one next step. */
export function AttentionList({ items }: { readonly items: readonly Item[] }) {
  if (items.length === 0) return null
  return (
    <Section title={{ zh: '需要处理', en: 'Needs attention' }}>
      <ul className="rg-attention">
        {items.map((item) => (
          <AttentionLine key={`${item.kind} ${item.id}`} item={item} />
        ))}
      </ul>
    </Section>
  )
}

function AttentionLine({ item }: { readonly item: Item }) {
  const say = useSay()
  const format = useFormat()
  const said = attentionSaid[item.kind]
  const open = usePages().some((page) => page.path === said.to)
  return (
    <li>
      <span className={`rg-attention-dot rg-attention-${said.tone}`} aria-hidden="true" />
      <span className="rg-attention-words">
        {say(said.words, {
          n: format.count(item.count),
          name: item.name,
          spend: item.spend === null ? hiddenWithin : format.money(item.spend),
        })}
      </span>
      {open ? (
        <GoLink to={said.to.replace('$id', item.id ?? '')} search={{ ...said.search, ...(item.rule ? { rule: item.rule } : {}) }}>
          {say(said.step)} <span aria-hidden="true">›</span>
        </GoLink>
      ) : null}
    </li>
  )
}
