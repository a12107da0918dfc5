import { usePathValue } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { readSource } from '../actions.ts'
import { ConnectSource, type SourceAnswer } from './ConnectSource.tsx'
import { HookDeliveries } from './HookDeliveries.tsx'
import { HookMappingForm } from './HookMappingForm.tsx'
import { LatestMessages } from './LatestMessages.tsx'
import { OriginsForm } from './OriginsForm.tsx'
import { SourceActions } from './SourceKeys.tsx'
import { SourceTrouble } from './SourceTrouble.tsx'
import { SourceVolume } from './SourceVolume.tsx'
import { standingOf } from './source-words.ts'
import './sources.css'

const back = { to: '/sources', label: { zh: '全部来源', en: 'All sources' } }
const everyMs = 5_000

/** One source: how it fares, what it sends, what went wrong, and how it is connected. */
export function SourcePage() {
  const id = usePathValue('id')
  const asked = useAsk(readSource, { id }, { every: everyMs })
  const source = asked.data
  if (!source)
    return (
      <Page title={{ zh: '数据来源', en: 'Source' }} back={back}>
        {asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={8} />}
      </Page>
    )
  const isHook = source.kind === 'hook'
  return (
    <Page title={source.name} back={back} answer={<Answer source={source} />} actions={<SourceActions source={source} />}>
      <SourceFigures source={source} />
      <SourceVolume source={source} />
      {isHook && !source.disabledAt ? <HookMappingForm key={source.id} source={source} /> : null}
      {isHook ? <HookDeliveries id={id} /> : <LatestMessages id={id} />}
      <SourceTrouble id={id} />
      {source.disabledAt ? null : <ConnectSource source={source} />}
      {isHook || source.disabledAt ? null : <OriginsForm key={source.origins.join()} id={id} origins={source.origins} />}
    </Page>
  )
}

function Answer({ source }: { readonly source: SourceAnswer }) {
  const say = useSay()
  const format = useFormat()
  const [oldKey] = source.oldKeys
  return (
    <>
      <Sentence
        words={
          source.lastSeenAt
            ? {
                zh: '{state}，最近一条在{last}。密钥以 {hint} 结尾。',
                en: '{state}; the last message came {last}. The key ends in {hint}.',
              }
            : { zh: '{state}。密钥以 {hint} 结尾。', en: '{state}. The key ends in {hint}.' }
        }
        parts={{
          state: say(standingOf(source).words),
          last: source.lastSeenAt ? format.relative(source.lastSeenAt) : '',
          hint: source.keyHint,
        }}
      />
      {oldKey ? (
        <p className="rg-note">
          {say(
            { zh: '以 {hint} 结尾的原密钥在 {at} 前仍有效。', en: 'The old key that ends in {hint} stays valid until {at}.' },
            { hint: oldKey.hint, at: format.dateTime(oldKey.endsAt) },
          )}
        </p>
      ) : null}
    </>
  )
}

function SourceFigures({ source }: { readonly source: SourceAnswer }) {
  const format = useFormat()
  const sum = (name: 'received' | 'refused' | 'found') => source.days.reduce((total, day) => total + day[name], 0)
  const [received, found] = [sum('received'), sum('found')]
  return (
    <Figures>
      <Figure label={{ zh: '近 30 天收到', en: 'Received in 30 days' }} value={format.count(received)} />
      <Figure label={{ zh: '拒收', en: 'Refused' }} value={format.count(sum('refused'))} />
      <Figure
        label={{ zh: '找到客户的比例', en: 'Found a customer' }}
        value={received > 0 ? format.percent(Math.min(1, found / received)) : '—'}
      />
      {source.kind === 'segment' ? (
        <>
          <Figure label={{ zh: '等待认出的访客', en: 'Visitors yet unnamed' }} value={format.count(source.visitors.waiting)} />
          <Figure label={{ zh: '已认出的访客', en: 'Visitors named since' }} value={format.count(source.visitors.joined)} />
        </>
      ) : null}
    </Figures>
  )
}
