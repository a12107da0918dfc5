import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { addExclusion, type readRecommendations, removeExclusion } from '../actions.ts'
import { impersonalRule } from '../recommendations-address.ts'
import { ExclusionModal } from './ExclusionModal.tsx'
import type { RecommendationSet } from './recommendations-answer.ts'

type Exclusion = ReplyOf<typeof readRecommendations>['exclusions'][number]

const why: readonly (readonly [keyof RecommendationSet['leftOut'], Words, object | null])[] = [
  ['notRecommended', { zh: '标为“不推荐”', en: 'marked as not to be recommended' }, { field: 'recommended', op: 'is', value: false }],
  ['offSale', { zh: '不在售', en: 'not on sale' }, { field: 'onSale', op: 'is', value: false }],
  ['outOfStock', { zh: '缺货', en: 'out of stock' }, { field: 'stock', op: 'at-most', value: 0 }],
  ['noPrice', { zh: '没有售价', en: 'without a price' }, { field: 'price', op: 'is-unknown' }],
  ['rare', { zh: '买过的客户太少', en: 'with too few buyers' }, null],
  ['beyond', { zh: '超出能计算的 3,000 个最畅销商品', en: 'beyond the 3,000 most bought that can be worked with' }, null],
]

/** Everything that is never recommended, and why: nothing is left out in silence. */
export function NeverShown(props: { readonly set: RecommendationSet; readonly exclusions: readonly Exclusion[] }) {
  const say = useSay()
  const format = useFormat()
  const mayAdd = useMayDo(addExclusion)
  const [isAdding, setAdding] = useState(false)
  const { set, exclusions } = props
  const left = why.filter(([key]) => set.leftOut[key] > 0)
  return (
    <Section
      title={{ zh: '什么不推荐，为什么', en: 'What is never shown, and why' }}
      actions={
        mayAdd ? (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {say({ zh: '规定不推荐', en: 'Exclude' })}
          </Button>
        ) : null
      }
    >
      <ul className="rg-never">
        {left.map(([key, words, condition]) => (
          <li key={key}>
            {condition ? (
              <GoLink to="/products" search={{ rule: { all: [condition] } }}>
                {say({ zh: '{n} 个商品', en: '{n} {n|product|products}' }, { n: format.count(set.leftOut[key]) })}
              </GoLink>
            ) : (
              <strong>{say({ zh: '{n} 个商品', en: '{n} {n|product|products}' }, { n: format.count(set.leftOut[key]) })}</strong>
            )}{' '}
            {say(words)}
            {key === 'rare' ? say({ zh: '（少于 {n} 位）', en: ' (below {n})' }, { n: format.count(set.minBuyers) }) : ''}
          </li>
        ))}
        {set.withoutPersonal > 0 ? (
          <li>
            <GoLink to="/customers" search={{ rule: impersonalRule }}>
              {say({ zh: '{n} 位客户', en: '{n} {n|customer|customers}' }, { n: format.count(set.withoutPersonal) })}
            </GoLink>{' '}
            {say({
              zh: '不做个性化或限制处理，没有推荐；他们的消费仍计入总体',
              en: 'want no personalisation or may not be processed: no list, though their purchases count in the whole',
            })}
          </li>
        ) : null}
        {exclusions.map((one) => (
          <ExclusionLine key={one.id} one={one} />
        ))}
        {left.length === 0 && exclusions.length === 0 && set.withoutPersonal === 0 ? (
          <li>{say({ zh: '没有什么被排除。', en: 'Nothing is left out.' })}</li>
        ) : null}
        <li className="rg-quiet">
          {say(
            {
              zh: '可推荐的 {offered} 个商品里，{share} 至少出现在一位客户的推荐中。',
              en: 'Of {offered} products that may be recommended, {share} stand in somebody’s list.',
            },
            { offered: format.count(set.offered), share: format.percent(set.shown) },
          )}
        </li>
      </ul>
      {isAdding ? <ExclusionModal onClose={() => setAdding(false)} /> : null}
    </Section>
  )
}

function ExclusionLine({ one }: { readonly one: Exclusion }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const remove = useAct(removeExclusion)
  const mayRemove = useMayDo(removeExclusion)
  const what = one.productName ?? one.product ?? one.category ?? ''
  const whom = one.segmentId
    ? say({ zh: '细分“{name}”', en: 'the segment “{name}”' }, { name: one.segmentName ?? '?' })
    : say({ zh: '买过“{name}”的客户', en: 'whoever bought “{name}”' }, { name: one.withProductName ?? one.withProduct ?? '' })
  const words = say(
    one.category
      ? { zh: '类目“{what}”不推荐给{whom}', en: 'The category “{what}” is kept from {whom}' }
      : { zh: '“{what}”不推荐给{whom}', en: '“{what}” is kept from {whom}' },
    { what, whom },
  )
  return (
    <li>
      {words}
      {one.note ? <span className="rg-quiet"> {one.note}</span> : null}
      {mayRemove ? (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          loading={remove.isPending}
          aria-label={say({ zh: '取消：{words}', en: 'Remove: {words}' }, { words })}
          onClick={() => remove.mutate({ id: one.id }, { onError: (error) => void message.error(sayProblem(error)) })}
        />
      ) : null}
    </li>
  )
}
