import { useGo } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { Words } from '../../../core/kit/words.ts'
import { tierRule } from '../tiers-address.ts'
import { type NamedTier, useTierLooks } from './tier-looks.tsx'

export type ShareRow = {
  readonly key: string
  readonly name: Words
  /** What is shared out, as it is said, e.g. ¥12万. */
  readonly total: string
  /** By tier; what lies below zero is drawn as nothing. */
  readonly parts: Readonly<Record<string, number>>
  readonly say: (value: number) => string
}

/** Customers, spend, profit and cost as bars of the same length, each parted by tier: who few carry much is seen at once. */
export function ShareBars({ tiers, rows }: { readonly tiers: readonly NamedTier[]; readonly rows: readonly ShareRow[] }) {
  const say = useSay()
  const looks = useTierLooks(tiers)
  return (
    <div className="rg-tier-shares">
      {rows.map((row) => (
        <ShareLine key={row.key} row={row} tiers={tiers} />
      ))}
      <ul className="rg-tier-legend" aria-label={say({ zh: '颜色代表的等级', en: 'Which colour is which tier' })}>
        {tiers.map((tier) => (
          <li key={tier.key}>
            <span className="rg-dot" style={{ background: looks.get(tier.key)?.colour }} aria-hidden="true" />
            {looks.get(tier.key)?.name}
          </li>
        ))}
      </ul>
    </div>
  )
}

function ShareLine({ row, tiers }: { readonly row: ShareRow; readonly tiers: readonly NamedTier[] }) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const looks = useTierLooks(tiers)
  const valueOf = (key: string) => Math.max(0, row.parts[key] ?? 0)
  const all = tiers.reduce((sum, { key }) => sum + valueOf(key), 0)
  return (
    <div className="rg-tier-share">
      <span className="rg-tier-share-name">
        {say(row.name)}
        <strong>{row.total}</strong>
      </span>
      <ul aria-label={say(row.name)}>
        {tiers
          .filter(({ key }) => valueOf(key) > 0)
          .map(({ key }) => {
            const share = valueOf(key) / all
            const name = looks.get(key)?.name ?? key
            const label = say(
              { zh: '{name}：{n}，占 {share}', en: '{name}: {n}, {share}' },
              { name, n: row.say(row.parts[key] ?? 0), share: format.percent(share) },
            )
            return (
              <li key={key} style={{ flexGrow: share }}>
                <button type="button" title={label} onClick={() => go('/customers', { search: { rule: tierRule(key) } })}>
                  <span className="rg-tier-share-part" style={{ background: looks.get(key)?.colour }} />
                  <span className="rg-tier-share-said">{share >= 0.06 ? format.percent(share, 0) : null}</span>
                  <span className="rg-hidden">{say({ zh: '{label}，查看客户', en: '{label}; show the customers' }, { label })}</span>
                </button>
              </li>
            )
          })}
      </ul>
    </div>
  )
}
