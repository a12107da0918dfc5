import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Switch } from 'antd'
import { useState } from 'react'
import { consentChannels } from '../../../core/kit/consent-line.ts'
import { useAct } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { changePurpose } from '../actions.ts'
import { changeWords, kindWords, sayChannel } from '../consent.ts'
import { diffText } from '../diff-text.ts'
import type { PurposeWithWordings } from './consent-web.ts'
import { NewPurpose } from './NewPurpose.tsx'
import { NewWording } from './NewWording.tsx'

/** What customers are asked about, by which ways, and in which words; each wording with what it changed. */
export function PurposeList({ purposes }: { readonly purposes: readonly PurposeWithWordings[] }) {
  const say = useSay()
  const mayChange = useMayDo(changePurpose)
  const [making, setMaking] = useState(false)
  return (
    <>
      {mayChange ? (
        <div className="rg-consent-tools">
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {say({ zh: '新建用途', en: 'New purpose' })}
          </Button>
        </div>
      ) : null}
      {purposes.map((purpose) => (
        <PurposeCard key={purpose.code} purpose={purpose} mayChange={mayChange} />
      ))}
      {making ? <NewPurpose onClose={() => setMaking(false)} /> : null}
    </>
  )
}

type CardProps = { readonly purpose: PurposeWithWordings; readonly mayChange: boolean }

function PurposeCard({ purpose, mayChange }: CardProps) {
  const say = useSay()
  const { language } = useLanguage()
  const [writing, setWriting] = useState(false)
  const [all, setAll] = useState(false)
  const [current, ...older] = purpose.wordings
  return (
    <Section
      title={purpose.name}
      actions={
        mayChange && !purpose.retired ? (
          <Button size="small" onClick={() => setWriting(true)}>
            {say({ zh: '修改措辞', en: 'New wording' })}
          </Button>
        ) : null
      }
    >
      <p className="rg-consent-marks">
        <code>{purpose.code}</code>
        {purpose.optIn ? (
          <Badge tone="teal">{say({ zh: '须先同意', en: 'Needs a yes' })}</Badge>
        ) : (
          <Badge tone="neutral">{say({ zh: '可以拒绝', en: 'Until they object' })}</Badge>
        )}
        {purpose.kind === 'general' ? null : <Badge tone="purple">{say(kindWords[purpose.kind])}</Badge>}
        {purpose.retired ? <Badge tone="attention">{say({ zh: '已停用', en: 'Retired' })}</Badge> : null}
      </p>
      {current ? <blockquote className="rg-consent-wording">{current[language]}</blockquote> : null}
      <PurposeSwitches purpose={purpose} mayChange={mayChange} />
      <div className="rg-consent-versions">
        <WordingLine wording={current} before={older[0]} purpose={purpose} />
        {all
          ? older.map((wording, at) => <WordingLine key={wording.version} wording={wording} before={older[at + 1]} purpose={purpose} />)
          : null}
        {older.length > 0 ? (
          <Button type="link" size="small" onClick={() => setAll(!all)}>
            {all
              ? say({ zh: '收起', en: 'Fewer' })
              : say({ zh: '以前的 {n} 个版本', en: '{n} earlier {n|version|versions}' }, { n: older.length })}
          </Button>
        ) : null}
      </div>
      {writing ? <NewWording purpose={purpose} onClose={() => setWriting(false)} /> : null}
    </Section>
  )
}

function PurposeSwitches({ purpose, mayChange }: CardProps) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const change = useAct(changePurpose)
  const send = (patch: Partial<Pick<PurposeWithWordings, 'channels' | 'shown' | 'retired'>>) =>
    change.mutate({ code: purpose.code, ...patch }, { onError: (error) => void message.error(sayProblem(error)) })
  return (
    <div className="rg-consent-switches">
      {purpose.channels.length === 0 && purpose.standing ? null : (
        <Checkbox.Group
          value={purpose.channels}
          disabled={!mayChange || change.isPending}
          onChange={(next) => send({ channels: consentChannels.filter((channel) => next.includes(channel)) })}
          options={consentChannels.map((channel) => ({ value: channel, label: say(sayChannel(channel)) }))}
        />
      )}
      <label>
        <Switch size="small" checked={purpose.shown} disabled={!mayChange || change.isPending} onChange={(shown) => send({ shown })} />{' '}
        {say({ zh: '在客户的偏好页上', en: 'On the customer’s page' })}
      </label>
      {purpose.standing || !mayChange ? null : (
        <Button
          size="small"
          type="text"
          danger={!purpose.retired}
          loading={change.isPending}
          onClick={() => send({ retired: !purpose.retired })}
        >
          {purpose.retired ? say({ zh: '重新启用', en: 'Use it again' }) : say({ zh: '停用', en: 'Retire' })}
        </Button>
      )}
    </div>
  )
}

type Wording = PurposeWithWordings['wordings'][number]

function WordingLine(props: {
  readonly wording: Wording | undefined
  readonly before: Wording | undefined
  readonly purpose: PurposeWithWordings
}) {
  const say = useSay()
  const format = useFormat()
  const { wording, before, purpose } = props
  if (!wording) return null
  const who = [wording.madeBy, wording.madeAt ? format.date(wording.madeAt) : null].filter((part) => part !== null).join(' · ')
  return (
    <div className="rg-consent-version">
      <div>
        <strong>{say({ zh: '第 {n} 版', en: 'Version {n}' }, { n: wording.version })}</strong>
        {wording.version >= purpose.countsFrom ? null : <Badge tone="neutral">{say({ zh: '不再算数', en: 'counts no longer' })}</Badge>}
        {wording.asksAnew ? <Badge tone="attention">{say({ zh: '须重新征得同意', en: 'asks anew' })}</Badge> : null}
        {wording.changes.map((change) => (
          <Badge key={change}>{say(changeWords[change])}</Badge>
        ))}
        <span className="rg-quiet">{who || say({ zh: '系统自带', en: 'comes with the product' })}</span>
        <code className="rg-consent-hash" title={wording.hash}>
          {wording.hash.slice(0, 12)}
        </code>
      </div>
      {before ? <Difference before={before} after={wording} /> : null}
    </div>
  )
}

function Difference({ before, after }: { readonly before: Wording; readonly after: Wording }) {
  return (['zh', 'en'] as const).map((language) =>
    before[language] === after[language] ? null : (
      <p key={language} lang={language} className="rg-consent-diff">
        {diffText(before[language], after[language]).map(({ what, text }, at) =>
          what === 'same' ? text : what === 'added' ? <ins key={at}>{text}</ins> : <del key={at}>{text}</del>,
        )}
      </p>
    ),
  )
}
