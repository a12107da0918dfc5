import { App, Button, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useMayDo } from '../../../ui/reader.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { lookForDiscoveries, muteDiscovery, readDiscoveries, unmuteDiscovery } from '../actions.ts'
import { discoveriesSearch } from '../discoveries-address.ts'
import { muteReasons } from '../discovery.ts'
import { discoveryKindKeys, discoveryKindOf } from '../discovery-kinds.ts'
import { Finding, type Found } from './Finding.tsx'
import './discoveries.css'

type Answer = ReplyOf<typeof readDiscoveries>

/** What this week has that an ordinary one has not. */
export function DiscoveriesPage() {
  const [{ week }] = useSearchState(discoveriesSearch)
  const [looking, setLooking] = useState(false)
  const asked = useAsk(readDiscoveries, week ? { week } : {}, { keep: true, every: looking ? 1_500 : false })
  const isWaiting = asked.data?.week?.state === 'waiting'
  if (looking !== isWaiting && asked.data) setLooking(isWaiting)
  const [muting, setMuting] = useState<Found | null>(null)
  return (
    <Page
      title={{ zh: '这周有什么值得注意？', en: 'What is worth knowing this week?' }}
      answer={asked.data?.week ? <Said answer={asked.data} /> : null}
      actions={<LookNow isWaiting={isWaiting} />}
    >
      <Answered of={asked} rows={8}>
        {(answer) =>
          answer.week === null ? (
            <NotYet />
          ) : (
            <>
              <Section title={{ zh: '发现', en: 'Discoveries' }} actions={<Weeks answer={answer} />}>
                <FoundList answer={answer} onMute={setMuting} />
              </Section>
              <LookedAt answer={answer} />
              <MutedList answer={answer} />
            </>
          )
        }
      </Answered>
      <MuteForm found={muting} onClose={() => setMuting(null)} />
    </Page>
  )
}

function Said({ answer }: { readonly answer: Answer }) {
  const say = useSay()
  const format = useFormat()
  if (!answer.week) return null
  const { until, state } = answer.week
  const bad = answer.found.filter((one) => !discoveryKindOf(one.kind)?.isGood(one.facts)).length
  const words: Words =
    answer.found.length === 0
      ? {
          zh: '截至{until}的 7 天里，没有发现明显不同于平时的事。',
          en: 'In the seven days up to {until} nothing was clearly out of the ordinary.',
        }
      : bad === 0
        ? {
            zh: '截至{until}的 7 天里有 {n} 件事值得看，没有需要留心的。',
            en: '{n} {n|thing is|things are} worth a look in the seven days up to {until}; none asks for care.',
          }
        : {
            zh: '截至{until}的 7 天里有 {n} 件事值得看，其中 {bad} 件需要留心。',
            en: '{n} {n|thing is|things are} worth a look in the seven days up to {until}; {bad} of them {bad|asks|ask} for care.',
          }
  return (
    <>
      <Sentence words={words} parts={{ until: format.dateTime(until), n: format.count(answer.found.length), bad: format.count(bad) }} />
      {state === 'waiting' ? say({ zh: ' 正在查看…', en: ' Still looking …' }) : ''}
    </>
  )
}

function NotYet() {
  return (
    <Empty
      title={{ zh: '还没有可以看的', en: 'Nothing to look at yet' }}
      hint={{
        zh: '有了消费记录，每周一会自动查看：细分的进出、新客户留不留、哪些商品让人再来、谁突然沉默了。',
        en: 'Once there are purchases, every Monday is looked at by itself: segments, whether new customers stay, products that bring people back, who fell silent.',
      }}
      next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
    />
  )
}

function LookNow({ isWaiting }: { readonly isWaiting: boolean }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const look = useAct(lookForDiscoveries)
  if (!useMayDo(lookForDiscoveries)) return null
  return (
    <Button
      loading={look.isPending || isWaiting}
      onClick={() => look.mutate({}, { onError: (error) => void message.error(sayProblem(error)) })}
    >
      {say({ zh: '现在查看', en: 'Look now' })}
    </Button>
  )
}

function Weeks({ answer }: { readonly answer: Answer }) {
  const say = useSay()
  const format = useFormat()
  const [, setSearch] = useSearchState(discoveriesSearch)
  return (
    <Select
      size="small"
      aria-label={say({ zh: '哪一周', en: 'Which week' })}
      value={answer.week?.week}
      popupMatchSelectWidth={false}
      options={answer.weeks.map(({ week, found }) => ({
        value: week,
        label: say({ zh: '{week}起的一周（{n} 条）', en: 'Week of {week} ({n})' }, { week: format.date(week), n: found }),
      }))}
      onChange={(week) => setSearch({ week })}
    />
  )
}

function FoundList({ answer, onMute }: { readonly answer: Answer; readonly onMute: (found: Found) => void }) {
  const say = useSay()
  if (answer.found.length === 0)
    return (
      <p className="rg-note">
        {answer.week?.state === 'waiting'
          ? say({ zh: '正在逐项查看，可以离开这个页面。', en: 'Being looked at one by one; you can leave this page.' })
          : say({
              zh: '没有发现，也是一个答案：下面列出看过哪些、各看了多少。',
              en: 'Nothing found is an answer too: below is what was looked at, and how much of it.',
            })}
      </p>
    )
  return (
    <ul className="rg-findings">
      {answer.found.map((found) => (
        <Finding key={found.id} found={found} onMute={onMute} />
      ))}
    </ul>
  )
}

/** Whatever was found, what was looked at is said. */
function LookedAt({ answer }: { readonly answer: Answer }) {
  const say = useSay()
  const format = useFormat()
  const looked = answer.week?.looked ?? []
  return (
    <Section
      title={{ zh: '看过哪些', en: 'What was looked at' }}
      note={say({
        zh: '同时看很多项时，总有几项凭运气显得特别，所以每类都按一共检验了多少项做了校正（Benjamini–Hochberg）：说出来的里面，至多约 5% 是偶然。',
        en: 'Of many things looked at together some stand out by luck, so each kind is corrected for how many were tested (Benjamini–Hochberg): of what is told at most about 5% is chance.',
      })}
    >
      <dl className="rg-looked">
        {discoveryKindKeys.map((key) => {
          const kind = discoveryKindOf(key)
          const line = looked.find((one) => one.kind === key)
          if (!kind) return null
          return (
            <div key={key}>
              <dt>{say(kind.label)}</dt>
              <dd>
                {say(kind.about)}{' '}
                <span className="rg-faint">
                  {line
                    ? say(
                        {
                          zh: '检验 {tested} 项，样本不足 {few} 项，发现 {found} 条。',
                          en: '{tested} tested, {few} with too few to tell, {found} found.',
                        },
                        { tested: format.count(line.tested), few: format.count(line.tooFew), found: format.count(line.found) },
                      )
                    : say({ zh: '还没看到这一项。', en: 'Not looked at yet.' })}
                </span>
              </dd>
            </div>
          )
        })}
      </dl>
    </Section>
  )
}

const reasonWords: Record<(typeof muteReasons)[number], Words> = {
  known: { zh: '已经知道', en: 'Known already' },
  'not-useful': { zh: '没有用处', en: 'Of no use' },
  wrong: { zh: '不对', en: 'Wrong' },
  other: { zh: '其他', en: 'Other' },
}

function MutedList({ answer }: { readonly answer: Answer }) {
  const say = useSay()
  const format = useFormat()
  const unmute = useAct(unmuteDiscovery)
  const may = useMayDo(unmuteDiscovery)
  if (answer.muted.length === 0) return null
  return (
    <Section title={{ zh: '不再提示的', en: 'Not told again' }}>
      <ul className="rg-muted">
        {answer.muted.map((one) => (
          <li key={`${one.kind} ${one.key}`}>
            {say(discoveryKindOf(one.kind)?.label ?? one.kind)}
            {one.name === null ? '' : ` · ${say(one.name)}`}{' '}
            <span className="rg-faint">
              {[say(reasonWords[one.reason]), one.note, one.by, format.date(one.at)].filter((part) => part !== null).join(' · ')}
            </span>{' '}
            {may ? (
              <Button size="small" type="link" onClick={() => unmute.mutate({ kind: one.kind, key: one.key })}>
                {say({ zh: '恢复', en: 'Tell again' })}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function MuteForm({ found, onClose }: { readonly found: Found | null; readonly onClose: () => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const mute = useAct(muteDiscovery)
  const [reason, setReason] = useState<(typeof muteReasons)[number]>('known')
  const [note, setNote] = useState('')
  const send = () => {
    if (!found) return
    mute.mutate(
      { discovery: found.id, reason, note: note.trim() || null },
      { onSuccess: onClose, onError: (error) => void message.error(sayProblem(error)) },
    )
  }
  return (
    <Modal
      open={found !== null}
      title={say({ zh: '为什么不再提示？', en: 'Why not tell again?' })}
      onCancel={onClose}
      onOk={send}
      okText={say({ zh: '不再提示', en: 'Do not tell again' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={mute.isPending}
      destroyOnHidden
    >
      <Radio.Group
        vertical
        value={reason}
        onChange={(event) => setReason(muteReasons.find((one) => one === event.target.value) ?? 'known')}
        options={muteReasons.map((value) => ({ value, label: say(reasonWords[value]) }))}
      />
      <Input
        className="rg-mute-note"
        aria-label={say({ zh: '备注', en: 'Note' })}
        placeholder={say({ zh: '备注（可不填）', en: 'Note (may be empty)' })}
        maxLength={300}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </Modal>
  )
}
