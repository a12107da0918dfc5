import type { Rule } from '../../../core/rule/rule.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { countRule } from '../../segments/questions.ts'

/** How many customers a rule that is being made holds for. */
export function HowMany({ rule }: { readonly rule: Rule }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { data, error } = useAsk(countRule, { rule: useRested(rule) }, { keep: true })
  if (error) return <>{sayProblem(error)}</>
  return (
    <>
      {data
        ? say({ zh: '{n} 位客户', en: '{n} {n|customer|customers}' }, { n: format.count(data.count) })
        : say({ zh: '正在数…', en: 'Counting…' })}
    </>
  )
}
