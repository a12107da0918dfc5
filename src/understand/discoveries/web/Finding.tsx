import { Button } from 'antd'
import { useMayDo } from '../../../ui/reader.tsx'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { createSegment } from '../../segments/actions.ts'
import { muteDiscovery, type readDiscoveries } from '../actions.ts'
import { type DiscoveryKind, discoveryKindOf } from '../discovery-kinds.ts'
import { partsOf, sayFigure } from './say-finding.tsx'

export type Found = ReplyOf<typeof readDiscoveries>['found'][number]

/** One discovery: the sentence, how sure it is, and what to do with it. */
export function Finding({ found, onMute }: { readonly found: Found; readonly onMute: (found: Found) => void }) {
  const say = useSay()
  const format = useFormat()
  const mayMute = useMayDo(muteDiscovery)
  const maySegment = useMayDo(createSegment)
  const kind = discoveryKindOf(found.kind)
  if (!kind) return null
  return (
    <li className="rg-finding">
      <p className="rg-finding-head">
        <Badge tone={kind.isGood(found.facts) ? 'good' : 'attention'}>{say(kind.label)}</Badge>
        {found.isNew ? null : <span className="rg-faint">{say({ zh: '上周也有', en: 'last week too' })}</span>}
      </p>
      <p className="rg-finding-said">
        <Sentence words={kind.sentence(found.facts)} parts={partsOf(found.facts, kind.figure, format, say)} />
      </p>
      <HowSure found={found} kind={kind} />
      <p className="rg-finding-steps">
        <GoLink to="/customers" search={{ rule: found.rule }}>
          {say(kind.who(found.facts))} ›
        </GoLink>
        {maySegment ? (
          <GoLink to="/segments" search={{ new: true, rule: found.rule }}>
            {say({ zh: '建成细分', en: 'Make a segment' })} ›
          </GoLink>
        ) : null}
        {mayMute ? (
          <Button size="small" type="text" onClick={() => onMute(found)}>
            {say({ zh: '不再提示', en: 'Do not tell again' })}
          </Button>
        ) : null}
      </p>
    </li>
  )
}

/** The interval, what it is compared with, and that many were tested. */
function HowSure({ found: { facts }, kind }: { readonly found: Found; readonly kind: DiscoveryKind }) {
  const say = useSay()
  const format = useFormat()
  const figure = (value: number | null) => sayFigure(value, kind.figure, format)
  const sure = facts.p === null ? null : facts.p < 0.001 ? '< 0.001' : `= ${format.number(facts.p, 3)}`
  const parts = [
    ...(facts.low !== null && facts.high !== null && kind.figure === 'share'
      ? [say({ zh: '95% 区间 {low}–{high}', en: '95% interval {low}–{high}' }, { low: figure(facts.low), high: figure(facts.high) })]
      : []),
    ...(facts.low !== null && facts.high !== null && kind.figure === 'count'
      ? [
          say(
            { zh: '平时在 {low}–{high} 之间（{n} 周）', en: 'usually between {low} and {high} ({n} weeks)' },
            { low: figure(facts.low), high: figure(facts.high), n: format.count(facts.usualN) },
          ),
        ]
      : []),
    ...(facts.low !== null && facts.high !== null && kind.figure === 'money'
      ? [
          say(
            { zh: '一半在 {low}–{high} 之间', en: 'half of them between {low} and {high}' },
            { low: figure(facts.low), high: figure(facts.high) },
          ),
        ]
      : []),
    ...(facts.apart && kind.figure === 'share'
      ? [
          say(
            { zh: '相差 {d} 个百分点（{low} 至 {high}）', en: '{d} points apart ({low} to {high})' },
            { d: points(facts.apart.value, format), low: points(facts.apart.low, format), high: points(facts.apart.high, format) },
          ),
        ]
      : []),
    ...(facts.usualN !== null && kind.figure !== 'count'
      ? [say({ zh: '比较对象 {n}', en: 'compared with {n}' }, { n: format.count(facts.usualN) })]
      : []),
    ...(sure === null
      ? []
      : [
          say(
            { zh: '同时检验了 {n} 个，校正后 p {p}', en: '{n} tested at once, corrected p {p}' },
            { n: format.count(facts.tested), p: sure },
          ),
        ]),
  ]
  return <p className="rg-finding-sure">{parts.join(say({ zh: '；', en: '; ' }))}</p>
}

const points = (share: number, format: ReturnType<typeof useFormat>) => format.number(share * 100, 1)
