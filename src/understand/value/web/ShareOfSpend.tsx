import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { Explain } from '../../../ui/Explain.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { spendDistribution } from '../questions.ts'
import { buyersRule } from '../value-address.ts'

type Props = {
  readonly of: ReplyOf<typeof spendDistribution>
  /** 0 to 1. */
  readonly share: number
  readonly name: Words
  readonly definition: Words
}

/** The share of all spend that those who spent most bring, explained, with the way to them. */
export function ShareOfSpend({ of: { asOf, buyers }, share, name, definition }: Props) {
  const format = useFormat()
  return (
    <Explain
      name={name}
      definition={definition}
      asOf={asOf}
      rows={buyers}
      exact={format.percent(share, 2)}
      who={{
        to: '/customers',
        search: { rule: buyersRule, sort: '-spend' },
        label: { zh: '查看消费最多的客户', en: 'Show those who spent most' },
      }}
    >
      {format.percent(share)}
    </Explain>
  )
}
