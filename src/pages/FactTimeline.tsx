import { Button, Select } from 'antd'
import { type ComponentType, type ReactNode, useMemo } from 'react'
import type { EventKind } from '../core/event/event.ts'
import { useCustoms } from '../fields/web/use-customs.ts'
import { useSay } from '../ui/language.tsx'
import { Empty } from '../ui/States.tsx'
import { type Moment, Timeline } from '../ui/Timeline.tsx'
import { type FactLine, factSentence, newestFirst, sourceWords } from './fact-sentence.ts'
import { useDictionary } from './use-dictionary.ts'
import './pages.css'

/** By the name of a kind: what tells of its facts. */
export type FactParts = Readonly<Record<string, ComponentType<{ readonly fact: FactLine }>>>

type Props = {
  readonly facts: readonly FactLine[]
  readonly kinds: readonly EventKind[]
  /** The kind that is shown alone; undefined shows all. Left without `onKind` there is nothing to choose. */
  readonly kind?: string | undefined
  readonly onKind?: (kind: string | undefined) => void
  /** More ways to narrow what is shown, beside the choice of a kind; with `isFiltered` where one of them does. */
  readonly filters?: ReactNode
  readonly isFiltered?: boolean
  /** Facts of these kinds are told by a part of their own instead of a sentence. */
  readonly parts?: FactParts
  readonly hasMore?: boolean
  readonly onMore?: () => void
  readonly loadingMore?: boolean
}

/** What happened with a customer, a heading a day, a sentence a fact. */
export function FactTimeline(props: Props) {
  const say = useSay()
  const customs = useCustoms()
  const card = useDictionary('customer').data?.card
  const labels = useMemo(() => new Map(Object.entries(card?.fields ?? {}).map(([name, field]) => [name, field.label])), [card])
  const byName = useMemo(() => new Map(props.kinds.map((kind) => [kind.name, kind])), [props.kinds])
  const moments = newestFirst(props.facts).map((fact): Moment => {
    const kind = byName.get(fact.kind)
    const Part = props.parts?.[fact.kind]
    return {
      key: String(fact.seq),
      at: fact.occurredAt,
      what: Part ? <Part fact={fact} /> : factSentence(fact, kind, customs, labels),
      ...(fact.source && fact.source !== 'engine' ? { detail: say(sourceWords(fact.source)) } : {}),
      ...(kind?.tone ? { tone: kind.tone } : {}),
    }
  })
  const nothingAtAll = props.kind === undefined && !props.isFiltered && moments.length === 0
  return (
    <div className="rg-facts">
      {props.onKind && !nothingAtAll ? (
        <div className="rg-facts-filters">
          <KindPick kinds={props.kinds} kind={props.kind} onKind={props.onKind} />
          {props.filters}
        </div>
      ) : null}
      {moments.length === 0 ? (
        <Empty
          small
          title={
            nothingAtAll
              ? { zh: '还没有记录', en: 'Nothing has happened yet' }
              : { zh: '没有符合的记录', en: 'Nothing like this has happened' }
          }
        />
      ) : (
        <Timeline moments={moments} />
      )}
      {props.hasMore ? (
        <Button onClick={() => props.onMore?.()} loading={props.loadingMore ?? false}>
          {say({ zh: '更早的记录', en: 'Earlier' })}
        </Button>
      ) : null}
    </div>
  )
}

function KindPick({
  kinds,
  kind,
  onKind,
}: {
  readonly kinds: readonly EventKind[]
  readonly kind: string | undefined
  readonly onKind: (kind: string | undefined) => void
}) {
  const say = useSay()
  return (
    <Select<string>
      aria-label={say({ zh: '只看哪种行为', en: 'Show only this kind' })}
      className="rg-facts-kind"
      value={kind ?? ''}
      onChange={(next) => onKind(next || undefined)}
      options={[
        { value: '', label: say({ zh: '全部行为', en: 'Everything' }) },
        ...kinds.flatMap((one) => [
          { value: one.name, label: say(one.label) },
          // A kind of facts that has kinds of its own: calls among the interactions.
          ...(one.payload['kind']?.options ?? []).map((own) => ({
            value: `${one.name}/${own.value}`,
            label: `${say(one.label)} · ${say(own.label)}`,
          })),
        ]),
      ]}
      showSearch={{ optionFilterProp: 'label' }}
    />
  )
}
