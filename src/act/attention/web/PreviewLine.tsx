import type { RequestOf } from '../../../core/action/action.ts'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { useSayProblem } from '../../../ui/States.tsx'
import { previewAttention } from '../actions.ts'

/** What these limits would have done to last week, as one writes. */
export function PreviewLine({ draft }: { readonly draft: RequestOf<typeof previewAttention> }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const format = useFormat()
  const rested = useRested(draft, 600)
  const asked = useAsk(previewAttention, rested, { keep: true })
  if (asked.error) return <p className="rg-note">{sayProblem(asked.error)}</p>
  if (!asked.data) return <p className="rg-note">{say({ zh: '正在用上周的消息试算…', en: 'Trying it on last week …' })}</p>
  const { looked, refused, customers, deferred, isPart, rules } = asked.data
  return (
    <p className="rg-attention-preview" role="status">
      <Sentence
        words={{
          zh: '按这些额度，上周发出的 {looked} 条营销和调查里，{refused} 条不会发出（{customers} 位客户），{deferred} 条会推迟。',
          en: 'With these limits, of last week’s {looked} marketing messages and surveys {refused} would have been refused ({customers} customers), and {deferred} would have waited.',
        }}
        parts={{
          looked: format.count(looked),
          refused: (
            <Explain
              name={{ zh: '不会发出的', en: 'Refused' }}
              definition={
                rules.length === 0
                  ? { zh: '没有一条会被拦下。', en: 'None would have been refused.' }
                  : rules.map(({ words, count }) => `${say(words)}：${format.count(count)}`).join(say({ zh: '；', en: '; ' }))
              }
              rows={looked}
            >
              {format.count(refused)}
            </Explain>
          ),
          customers: format.count(customers),
          deferred: format.count(deferred),
        }}
      />
      {isPart ? say({ zh: '（消息很多，只算了一部分客户）', en: ' (There were many, so only some customers were looked at.)' }) : null}
    </p>
  )
}
