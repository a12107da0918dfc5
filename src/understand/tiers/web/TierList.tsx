import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { everybody } from '../../../core/rule/rule.ts'
import { newFieldRule } from '../../../pages/rule-tree.ts'
import { useSay } from '../../../ui/language.tsx'
import { tierColours } from '../../../ui/palette.ts'
import { randomUuid } from '../../../ui/random-uuid.ts'
import type { Scheme, Tier } from '../scheme.ts'
import { TierEdit } from './TierEdit.tsx'

type ListProps = { readonly scheme: Scheme; readonly dictionary: Dictionary; readonly onChange: (scheme: Scheme) => void }

/** The highest stands first, as on the page; the lowest has no rule. */
export function TierList({ scheme, dictionary, onChange }: ListProps) {
  const say = useSay()
  const { tiers } = scheme
  const set = (next: readonly Tier[]) => onChange({ ...scheme, tiers: [...next] })
  const swap = (at: number, by: number) => {
    const next = [...tiers]
    const [one] = next.splice(at, 1)
    if (one) next.splice(at + by, 0, one)
    set(next)
  }
  return (
    <>
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        disabled={tiers.length >= 12}
        onClick={() => set([...tiers, newTier(tiers, dictionary)])}
      >
        {say({ zh: '在最上面加一级', en: 'Add a tier on top' })}
      </Button>
      {tiers
        .map((tier, at) => (
          <TierEdit
            key={tier.key}
            tier={tier}
            isLowest={at === 0}
            dictionary={dictionary}
            onChange={(next) => set(tiers.map((old, i) => (i === at ? next : old)))}
            onUp={at > 0 && at < tiers.length - 1 ? () => swap(at, 1) : null}
            onDown={at > 1 ? () => swap(at, -1) : null}
            onRemove={at > 0 ? () => set(tiers.filter((_, i) => i !== at)) : null}
          />
        ))
        .toReversed()}
    </>
  )
}

function newTier(tiers: readonly Tier[], dictionary: Dictionary): Tier {
  const first = newFieldRule(dictionary)
  return {
    key: `tier-${randomUuid().slice(0, 8)}`,
    label: { zh: '', en: '' },
    colour: tierColours.find((colour) => !tiers.some((tier) => tier.colour === colour)) ?? tierColours[0],
    mark: '',
    rule: first ? { all: [first] } : everybody,
    benefits: [],
    validity: { kind: 'days', days: 365 },
    graceDays: 30,
    down: { when: 'after-validity', how: 'one-step' },
  }
}
