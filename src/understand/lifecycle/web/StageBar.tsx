import { useGo } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { stageRule } from '../lifecycle-address.ts'
import { type NamedStage, useStageLooks } from './stage-colours.ts'
import './lifecycle.css'

type Counted = NamedStage & { readonly customers: number }

/** All customers as one bar, a part for each stage; a part opens its customers. */
export function StageBar({ stages }: { readonly stages: readonly Counted[] }) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const looks = useStageLooks(stages)
  const { palette } = useTheme()
  const all = stages.reduce((sum, stage) => sum + stage.customers, 0)
  return (
    <ul className="rg-stagebar" aria-label={say({ zh: '各阶段的客户', en: 'Customers in each stage' })}>
      {stages
        .filter((stage) => stage.customers > 0)
        .map((stage) => {
          const { name = stage.key, colour = palette.textFaint } = looks.get(stage.key) ?? {}
          const share = stage.customers / all
          const n = format.count(stage.customers)
          return (
            <li key={stage.key} style={{ flexGrow: stage.customers }}>
              <button
                type="button"
                title={say({ zh: '{name}：{n} 位（{share}）', en: '{name}: {n} ({share})' }, { name, n, share: format.percent(share) })}
                onClick={() => go('/customers', { search: { rule: stageRule(stage.key) } })}
              >
                <span className="rg-stagebar-part" style={{ background: colour }} />
                <span className={share > 0.07 ? 'rg-stagebar-name' : 'rg-hidden'}>
                  {name} {format.percent(share, 0)}
                  <span className="rg-hidden">
                    {say({ zh: '，{n} 位客户，查看', en: ', {n} {n|customer, show it|customers, show them}' }, { n })}
                  </span>
                </span>
              </button>
            </li>
          )
        })}
    </ul>
  )
}
