import { Button, Select } from 'antd'
import { useMemo } from 'react'
import type { EventKind } from '../core/event/event.ts'
import { useCustoms } from '../fields/web/use-customs.ts'
import { useSay } from '../ui/language.tsx'
import { Empty } from '../ui/States.tsx'
import { type Moment, Timeline } from '../ui/Timeline.tsx'
import { type FactLine, factSentence, newestFirst, sourceWords } from './fact-sentence.ts'
import './pages.css'

type Props = {
  readonly facts: readonly FactLine[]
  readonly kinds: readonly EventKind[]
  /** The kind that is shown alone; undefined shows all. Left without `onKind` there is nothing to choose. */
  readonly kind?: string | undefined
  readonly onKind?: (kind: string | undefined) => void
  readonly hasMore?: boolean
  readonly onMore?: () => void
  readonly loadingMore?: boolean
}

/** What happened with a customer, a heading a day, a sentence a fact. */
export function FactTimeline(props: Props) {
  const say = useSay()
  const customs = useCustoms()
  const byName = useMemo(() => new Map(props.kinds.map((kind) => [kind.name, kind])), [props.kinds])
  const moments = newestFirst(props.facts).map((fact): Moment => {
    const kind = byName.get(fact.kind)
    return {
      key: String(fact.seq),
      at: fact.occurredAt,
      what: factSentence(fact, kind, customs),
      ...(fact.source && fact.source !== 'engine' ? { detail: say(sourceWords(fact.source)) } : {}),
      ...(kind?.tone ? { tone: kind.tone } : {}),
    }
  })
  const nothingAtAll = props.kind === undefined && moments.length === 0
  return (
    <div className="rg-facts">
      {props.onKind && !nothingAtAll ? <KindPick kinds={props.kinds} kind={props.kind} onKind={props.onKind} /> : null}
      {moments.length === 0 ? (
        <Empty
          small
          title={nothingAtAll ? { zh: '还没有记录', en: 'Nothing has happened yet' } : { zh: '没有这种行为', en: 'No facts of this kind' }}
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
        ...kinds.map((one) => ({ value: one.name, label: say(one.label) })),
      ]}
      showSearch={{ optionFilterProp: 'label' }}
    />
  )
}
