import { Select } from 'antd'
import { useMemo } from 'react'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import type { ReplyOf } from '../../../core/action/action.ts'
import { listScopes, scopedRfm } from '../rfm-questions.ts'
import { valueSearch } from '../value-address.ts'
import { RfmGrid } from './RfmGrid.tsx'
import { RfmGroups } from './RfmGroups.tsx'
import { type TakenEdges, useSaidScores } from './use-said-scores.ts'

type Scope = { readonly scope: 'channel' | 'category'; readonly value: string }

/** RFM within one channel or one category of products, worked out when it is asked for. */
export function ScopeSection() {
  const say = useSay()
  const [{ scope, value }, setSearch] = useSearchState(valueSearch)
  const scopes = useAsk(listScopes, {})
  const options = useMemo(() => {
    const of = (kind: Scope['scope'], names: readonly string[]) => names.map((name) => ({ value: `${kind}:${name}`, label: name }))
    return [
      { label: say({ zh: '渠道 / 门店', en: 'Channel or shop' }), options: of('channel', scopes.data?.channels ?? []) },
      { label: say({ zh: '商品类别', en: 'Category' }), options: of('category', scopes.data?.categories ?? []) },
    ].filter((group) => group.options.length > 0)
  }, [scopes.data, say])
  const choose = (chosen: string | undefined) => {
    const at = chosen?.indexOf(':') ?? -1
    const kind = chosen?.slice(0, at)
    setSearch(
      chosen && (kind === 'channel' || kind === 'category')
        ? { scope: kind, value: chosen.slice(at + 1) }
        : { scope: undefined, value: undefined },
    )
  }
  return (
    <Section
      title={{ zh: '单看一个渠道或类别', en: 'Within one channel or category' }}
      actions={
        <Select
          size="small"
          allowClear
          showSearch
          className="rg-value-scope"
          aria-label={say({ zh: '渠道或类别', en: 'Channel or category' })}
          placeholder={say({ zh: '选择渠道或类别', en: 'Choose one' })}
          options={options}
          value={scope && value ? `${scope}:${value}` : undefined}
          onChange={choose}
          popupMatchSelectWidth={false}
        />
      }
      nothing={
        scope && value
          ? null
          : options.length === 0
            ? say({ zh: '消费记录里还没有渠道或类别。', en: 'The purchases name no channel or category yet.' })
            : say({ zh: '选一个，只看在那里的消费。', en: 'Choose one to see only what was bought there.' })
      }
    >
      {scope && value ? <Within scope={scope} value={value} /> : null}
    </Section>
  )
}

function Within(scope: Scope) {
  const asked = useAsk(scopedRfm, scope, { keep: true })
  const say = useSay()
  const format = useFormat()
  return (
    <Answered of={asked} rows={8}>
      {(found) => (
        <>
          <p className="rg-note">
            {say(
              {
                zh: '“{name}”里 {n} 位客户消费 {purchases} 次，共 {spend}；分数只在这些客户之间比较。',
                en: '{n} {n|customer|customers} bought {purchases} {purchases|time|times} in “{name}”, {spend} in all; scores compare these customers alone.',
              },
              {
                name: scope.value,
                n: format.count(found.buyers),
                purchases: format.count(found.purchases),
                spend: format.shortMoney(found.spend),
              },
            )}
          </p>
          {found.thresholds ? <Found scope={scope} found={found} thresholds={found.thresholds} /> : null}
        </>
      )}
    </Answered>
  )
}

function Found({
  scope,
  found,
  thresholds,
}: {
  readonly scope: Scope
  readonly found: ReplyOf<typeof scopedRfm>
  readonly thresholds: TakenEdges
}) {
  const [{ show }, setSearch] = useSearchState(valueSearch)
  const said = useSaidScores(thresholds, found.settings)
  return (
    <>
      <div className="rg-rfm">
        <RfmGrid
          cells={found.cells}
          measure={show}
          recency={said.recency}
          frequency={said.frequency}
          onOpen={(recency, frequency) => setSearch({ people: { what: 'scope', ...scope, recency, frequency } }, { push: true })}
        />
        <RfmGroups groups={found.groups} asOf={found.asOf} bands={found.settings.bands} linked={false} />
      </div>
      <MadeOf
        asOf={found.asOf}
        rows={found.purchases}
        of="records"
        definition={{
          zh: '只看这个范围内的消费，分界也只取自其中。',
          en: 'Only purchases within this scope, and edges that are taken from them alone.',
        }}
      />
    </>
  )
}
