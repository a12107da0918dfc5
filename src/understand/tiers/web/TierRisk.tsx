import { useGo } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Button } from 'antd'
import { atRiskRule, riskDays } from '../tiers-address.ts'
import { TierBadge } from './tier-looks.tsx'
import type { Published } from './tiers-answer.ts'

/** Whose tier ends soon though they no longer earn it, and what they bring. */
export function TierRisk({ tiers, asOf }: { readonly tiers: Published['tiers']; readonly asOf: string }) {
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const some = tiers.filter((tier) => tier.atRisk > 0)
  return (
    <Section
      title={{ zh: '谁快要降级了', en: 'Who is about to fall' }}
      nothing={some.length === 0 && say({ zh: '30 天内没有人会降级', en: 'Nobody falls within 30 days' })}
      note={
        some.length === 0
          ? null
          : say(
              {
                zh: '条件已不成立，有效期在 {n} 天内结束，或已在宽限期内。现在联系还来得及。',
                en: 'Their rule holds no longer, and their validity ends within {n} days or they are in grace. There is still time to speak to them.',
              },
              { n: riskDays },
            )
      }
    >
      <ul className="rg-tier-risk">
        {some.map((tier) => (
          <li key={tier.key}>
            <TierBadge tier={tier} />
            <span>
              <Explain
                name={say({ zh: '快要从“{name}”降级', en: 'About to fall from “{name}”' }, { name: tier.label })}
                definition={{
                  zh: '宽限期内的客户，加上条件已不成立且有效期在 30 天内结束的客户。',
                  en: 'Customers in grace, and those whose rule holds no longer and whose validity ends within 30 days.',
                }}
                asOf={asOf}
                rows={tier.customers}
                who={{ to: '/customers', search: { rule: atRiskRule(tier.key) } }}
              >
                {format.count(tier.atRisk)}
              </Explain>{' '}
              {say({ zh: '位，其中 {grace} 位在宽限期内', en: '({grace} in grace)' }, { grace: format.count(tier.grace) })}
            </span>
            <span className="rg-quiet">
              {say({ zh: '累计期内消费 {money}', en: '{money} of counted spend' }, { money: format.shortMoney(tier.atRiskSpend) })}
            </span>
            <Button size="small" onClick={() => go('/customers', { search: { rule: atRiskRule(tier.key) } })}>
              {say({ zh: '查看名单', en: 'Show them' })}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
