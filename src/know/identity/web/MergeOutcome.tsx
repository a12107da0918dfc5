import { fieldTypes } from '../../../fields/field-types.ts'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import { factSentence } from '../../../pages/fact-sentence.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { Words } from '../../../core/kit/words.ts'
import { tryMerge } from '../actions.ts'
import type { Preview } from './merge-answers.ts'

/** What moves, in words; what has none here moves too, and is no news to anybody. */
const moving: Readonly<Record<string, Words>> = {
  events: { zh: '{n} 条事实', en: '{n} {n|fact|facts}' },
  purchases: { zh: '{n} 笔消费与退款', en: '{n} {n|purchase or refund|purchases and refunds}' },
  messages: { zh: '{n} 条消息', en: '{n} {n|message|messages}' },
  journey_runs: { zh: '{n} 次旅程', en: '{n} {n|journey|journeys}' },
  interactions: { zh: '{n} 次互动', en: '{n} {n|interaction|interactions}' },
  todos: { zh: '{n} 个待办', en: '{n} {n|to-do|to-dos}' },
  customer_tags: { zh: '{n} 个标签', en: '{n} {n|tag|tags}' },
  contact_points: { zh: '{n} 个其他联系方式', en: '{n} further {n|contact point|contact points}' },
}

/** What becomes of them: what goes over to the one that stays, and its figures afterwards. */
export function MergeOutcome({ preview }: { readonly preview: Preview }) {
  const say = useSay()
  const format = useFormat()
  const others = preview.records.filter(({ id }) => id !== preview.into)
  const moves = Object.entries(moving).flatMap(([table, words]) => {
    const n = others.reduce((sum, { rows }) => sum + (rows[table] ?? 0), 0)
    return n > 0 ? [say(words, { n: format.count(n) })] : []
  })
  return (
    <Section
      title={{ zh: '合并之后', en: 'Afterwards' }}
      note={
        moves.length > 0
          ? say(
              { zh: '移到保留的档案：{moves}。', en: 'Goes over to the record that stays: {moves}.' },
              { moves: moves.join(say({ zh: '、', en: ', ' })) },
            )
          : say({ zh: '其余档案里没有别的记录要移动。', en: 'The other records have nothing else that moves.' })
      }
    >
      <Figures>
        <Figure label={{ zh: '消费总额', en: 'Spend' }} value={format.money(preview.spend)} />
        <Figure label={{ zh: '消费次数', en: 'Purchases' }} value={format.count(preview.purchases)} />
        <Figure
          label={{ zh: '首次消费', en: 'First purchase' }}
          value={preview.firstPurchaseAt ? format.date(preview.firstPurchaseAt) : say({ zh: '没有', en: 'None' })}
        />
        <Figure
          label={{ zh: '最近消费', en: 'Last purchase' }}
          value={preview.lastPurchaseAt ? format.date(preview.lastPurchaseAt) : say({ zh: '没有', en: 'None' })}
        />
      </Figures>
      <Standing preview={preview} />
    </Section>
  )
}

/** The stage, scores and tier that would follow, and the segments, as a real merge that is taken back shows them. */
function Standing({ preview }: { readonly preview: Preview }) {
  const say = useSay()
  const customs = useCustoms()
  const ids = preview.records.map(({ id }) => id).join(',')
  const tried = useAsk(tryMerge, { ids, into: preview.into }, { when: preview.records.length > 1, keep: true })
  const { data: dictionary } = useDictionary('customer')
  if (!tried.data || !dictionary) return null
  const said = (name: string, value: unknown) => {
    const field = dictionary.card.fields[name]
    return field ? (fieldTypes[field.type]?.say(value, field, customs) ?? '') : ''
  }
  const figures = tried.data.figures.filter(({ name, before, after }) => dictionary.card.fields[name] && (before ?? after) !== null)
  const kinds = new Map(dictionary.answer.events.map((kind) => [kind.name, kind]))
  const sentences = tried.data.facts.map(({ kind, payload }) =>
    factSentence({ seq: 0, kind, occurredAt: '', payload }, kinds.get(kind), customs),
  )
  if (figures.length === 0 && sentences.length === 0) return null
  return (
    <>
      <dl className="rg-facts-list rg-merge-standing">
        {figures.map(({ name, before, after }) => (
          <div key={name}>
            <dt>{say(dictionary.card.fields[name]?.label ?? { zh: name, en: name })}</dt>
            <dd>{before === after ? said(name, after) : `${said(name, before)} → ${said(name, after)}`}</dd>
          </div>
        ))}
      </dl>
      {sentences.length > 0 ? (
        <ul className="rg-merge-told">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
