import { CheckCircleOutlined, ExclamationCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { listSendingAccounts } from '../../channels/actions.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { listVariables } from '../try-template-actions.ts'
import { addressesIn, type Check, checkWords, partsOf } from '../content/checks.ts'
import { sourcesOf, templateContent } from '../content/content.ts'
import { asBlocks } from '../content/edit-content.ts'
import { checkLinks, readContentSettings } from '../template-actions.ts'
import type { WrittenTemplate } from './use-template-draft.ts'

const icons = {
  wrong: <ExclamationCircleOutlined className="rg-check-wrong" aria-hidden />,
  advice: <WarningOutlined className="rg-check-advice" aria-hidden />,
  fine: <CheckCircleOutlined className="rg-check-fine" aria-hidden />,
} as const

const levelWords: Record<Check['level'], Words> = {
  wrong: { zh: '必须改：', en: 'Must change: ' },
  advice: { zh: '建议：', en: 'Advice: ' },
  fine: { zh: '', en: '' },
}

/** What a colleague who knows the channel would say before it leaves. */
export function TemplateChecks({ written, language }: { readonly written: WrittenTemplate; readonly language: Language }) {
  const say = useSay()
  const variables = useAsk(listVariables, {})
  const settings = useAsk(readContentSettings, {})
  const plain = asBlocks(written.subject, written.body, language, () => 'text')
  const content = written.content ?? plain
  if (!templateContent.safeParse(content).success)
    return <p className="rg-filter-hint">{say({ zh: '内容还没有写完整。', en: 'It is not written to the end yet.' })}</p>
  const checks = checkWords(content, language, {
    channel: written.channel,
    kind: written.kind,
    color: settings.data?.brand.color ?? '#0f766e',
    known: variables.data?.variables.map(({ name }) => name) ?? [],
  })
  const addresses = addressesIn(sourcesOf(content, language)).filter((address) => /^https?:\/\/[^{}]+$/i.test(address))
  return (
    <>
      <ul className="rg-checks">
        {checks.map(({ level, said, values }) => (
          <li key={said.en}>
            {icons[level]} {say(levelWords[level])}
            {say(said, values)}
          </li>
        ))}
      </ul>
      <Cost channel={written.channel} parts={written.channel === 'sms' ? (partsOf(content, language)?.parts ?? 1) : 1} />
      <Tracked kind={written.kind} on={settings.data?.content.trackLinks} />
      {addresses.length > 0 ? <LinkCheck addresses={addresses} /> : null}
    </>
  )
}

/** What one message costs by each account of the channel, and a thousand of them. */
function Cost({ channel, parts }: { readonly channel: ChannelName; readonly parts: number }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(listSendingAccounts, { channel })
  const priced = asked.data?.accounts.filter(({ isOn, cost }) => isOn && cost > 0) ?? []
  if (priced.length === 0 || parts === 0) return null
  return (
    <ul className="rg-checks" aria-label={say({ zh: '费用', en: 'Cost' })}>
      {priced.map(({ id, name, cost }) => (
        <li key={id}>
          {icons.fine}{' '}
          {say(
            { zh: '用“{name}”发，每位约 {one}，一千位约 {many}', en: 'By “{name}” about {one} a person, {many} for a thousand' },
            { name, one: format.money(cost * parts), many: format.money(cost * parts * 1_000) },
          )}
        </li>
      ))}
    </ul>
  )
}

function Tracked({ kind, on }: { readonly kind: string; readonly on: boolean | undefined }) {
  const say = useSay()
  if (on === undefined) return null
  return (
    <p className="rg-filter-hint">
      {kind === 'marketing' && on
        ? say({
            zh: '链接经由本系统的短网址打开，记录点击；拒绝个性化或拒绝记录点击的客户不记录。',
            en: 'Links lead through an address of ours that notes clicks, but not of anybody who refuses personalisation or the noting.',
          })
        : say({ zh: '链接直接打开，不记录点击。', en: 'Links lead straight there; clicks are not noted.' })}
    </p>
  )
}

type LinkState = ReplyOf<typeof checkLinks>['links'][number]['state']

const linkWords: Record<LinkState, Words> = {
  ok: { zh: '能打开', en: 'can be reached' },
  wrong: { zh: '打不开：{said}', en: 'cannot be opened: {said}' },
  unreachable: { zh: '连不上，请检查网址的拼写', en: 'cannot be reached; check its spelling' },
  'too-slow': { zh: '8 秒内没有打开', en: 'did not open within 8 seconds' },
  insecure: { zh: '没有检查：不是 https', en: 'not looked at: it is no https' },
  private: { zh: '没有检查：在内部网络，客户打不开', en: 'not looked at: it is in the own network, where no customer can open it' },
  unlisted: { zh: '没有检查：不在允许连接的外部地址里', en: 'not looked at: not among the addresses that may be reached' },
}

/** What was not looked at is not known to be wrong. */
const linkLevels: Partial<Record<LinkState, Check['level']>> = { ok: 'fine', insecure: 'advice', unlisted: 'advice' }

function LinkCheck({ addresses }: { readonly addresses: readonly string[] }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const check = useAct(checkLinks)
  const may = useMayDo(checkLinks)
  if (!may) return null
  return (
    <div>
      <Button size="small" loading={check.isPending} onClick={() => check.mutate({ addresses: addresses.slice(0, 20) })}>
        {say({ zh: '检查 {n} 个链接能否打开', en: 'Check that {n} {n|link|links} can be reached' }, { n: addresses.length })}
      </Button>
      {check.error ? <p role="alert">{sayProblem(check.error)}</p> : null}
      {check.data ? (
        <ul className="rg-checks" role="status">
          {check.data.links.map(({ address, state, said }) => (
            <li key={address}>
              {icons[linkLevels[state] ?? 'wrong']} {address} {say(linkWords[state], { said })}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
