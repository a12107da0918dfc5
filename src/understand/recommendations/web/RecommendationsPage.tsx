import { Button } from 'antd'
import { isUnderWay } from '../../../core/kit/work-state.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk, useAskAnewAfter } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { makeRecommendations, readRecommendations, saveRecommendationSettings } from '../actions.ts'
import { listedRule, recommendationsSearch } from '../recommendations-address.ts'
import { MakingState } from './MakingState.tsx'
import { MethodSection } from './MethodSection.tsx'
import { NeverShown } from './NeverShown.tsx'
import { ProductsSection } from './ProductsSection.tsx'
import { RecommendationSettings } from './RecommendationSettings.tsx'
import type { RecommendationSet } from './recommendations-answer.ts'
import './recommendations.css'

/** What to recommend next: to whom what, by which method, how well it did, and what is never shown. */
export function RecommendationsPage() {
  const say = useSay()
  const [{ settings }, setSearch] = useSearchState(recommendationsSearch)
  const asked = useAsk(readRecommendations, {}, { every: 4_000, keep: true })
  const make = useAct(makeRecommendations)
  const mayMake = useMayDo(makeRecommendations)
  const maySet = useMayDo(saveRecommendationSettings)
  const { data } = asked
  useAskAnewAfter(data && (data.set?.madeAt ?? null))
  const buttons = (
    <>
      {maySet ? (
        <Button onClick={() => setSearch({ settings: true }, { push: true })}>{say({ zh: '推荐设置', en: 'Settings' })}</Button>
      ) : null}
      {mayMake ? (
        <Button type="primary" onClick={() => make.mutate({})} disabled={data ? isUnderWay(data.work) : true} loading={make.isPending}>
          {say({ zh: '重新推荐', en: 'Make anew' })}
        </Button>
      ) : null}
    </>
  )
  return (
    <Page
      title={{ zh: '接下来推荐什么？', en: 'What to recommend next?' }}
      answer={data?.set && data.set.customers > 0 ? <Answer set={data.set} /> : null}
      actions={buttons}
    >
      <Answered of={asked}>
        {({ work, set, exclusions }) => (
          <>
            <MakingState work={work} />
            {set === null || set.learnt === 0 ? (
              <NothingYet isUnderWay={isUnderWay(work)} />
            ) : (
              <>
                <ProductsSection madeAt={set.madeAt} />
                <MethodSection set={set} />
                <NeverShown set={set} exclusions={exclusions} />
              </>
            )}
          </>
        )}
      </Answered>
      {settings && data ? <RecommendationSettings settings={data.settings} onClose={() => setSearch({ settings: undefined })} /> : null}
    </Page>
  )
}

const listed = {
  new: {
    zh: '买过东西、没有拒绝个性化的客户。名单里只有各人还没买过的商品。',
    en: 'Whoever has bought and does not refuse personalisation. A list holds only what they have not bought yet.',
  },
  repeat: {
    zh: '买过东西、没有拒绝个性化的客户。名单里只有各人买过的商品。',
    en: 'Whoever has bought and does not refuse personalisation. A list holds only what they bought before.',
  },
  both: {
    zh: '买过东西、没有拒绝个性化的客户。买过的商品也可以再次推荐。',
    en: 'Whoever has bought and does not refuse personalisation. What they bought before may come again.',
  },
} as const

function Answer({ set }: { readonly set: RecommendationSet }) {
  const say = useSay()
  const format = useFormat()
  const customers = (
    <Explain
      name={{ zh: '有推荐的客户', en: 'Customers with a list' }}
      definition={listed[set.mode]}
      asOf={set.madeAt}
      rows={set.customers}
      who={{ to: '/customers', search: { rule: listedRule } }}
    >
      {format.count(set.customers)}
    </Explain>
  )
  return (
    <>
      <Sentence
        words={{
          zh: '为 {n} 位客户各列出了最可能想买的商品。',
          en: 'For {n} {n|customer|customers} there is a list of what they are likeliest to want.',
        }}
        parts={{ n: customers }}
      />{' '}
      {say(set.words)}
    </>
  )
}

function NothingYet({ isUnderWay: isBusy }: { readonly isUnderWay: boolean }) {
  if (isBusy) return null
  return (
    <Empty
      title={{ zh: '还没有可推荐的', en: 'Nothing to recommend yet' }}
      hint={{
        zh: '导入带商品编码的消费记录后，系统会在几分钟内为每位客户算出推荐。',
        en: 'Import purchases with product codes, and every customer has a list within minutes.',
      }}
      next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
    />
  )
}
