import type { Rule } from '../../../core/rule/rule.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { countRule } from '../questions.ts'

/** How many customers the rule holds for, counted anew once the editing rests. The last count stays, paler, until then. */
export function RuleCount({ rule }: { readonly rule: Rule }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const rested = useRested(rule)
  const { data, error, isFetching } = useAsk(countRule, { rule: rested }, { keep: true })
  if (error) return <>{sayProblem(error)}</>
  if (!data) return <>{say({ zh: '正在数…', en: 'Counting…' })}</>
  const share = data.customers > 0 ? data.count / data.customers : null
  return (
    <span className={isFetching || rested !== rule ? 'rg-count rg-count-old' : 'rg-count'} data-settled={!isFetching && rested === rule}>
      {say(
        { zh: '{n} 位客户 · {share}', en: '{n} {n|customer|customers} · {share}' },
        { n: format.count(data.count), share: format.percent(share) },
      )}
    </span>
  )
}
