import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { type Format } from '../../../ui/format.ts'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { listSendingAccounts } from '../../channels/actions.ts'
import { countAudience, findOverlap } from '../audience-actions.ts'
import type { EditorStep } from '../campaigns-address.ts'
import { channelLabel } from '../campaign-channels.ts'
import { sayTiming } from '../say-when.ts'
import { type CampaignDraft, missingIn, type StepProps } from './campaign-draft.ts'
import { type AudienceCount, firstTime, useAudienceInput, useTemplateChoices } from './use-campaign-parts.ts'

type Warning = { readonly step: EditorStep; readonly words: Words; readonly isWrong?: boolean }

/** All of it on one page, with what somebody should look at once more. */
export function CheckStep({ draft, id, isRuleReady, goTo }: StepProps & { readonly goTo: (step: EditorStep) => void }) {
  const say = useSay()
  const format = useFormat()
  const { timeZone } = useShop()
  const input = useAudienceInput(draft, id)
  const counted = useAsk(countAudience, input, { when: isRuleReady })
  const at = firstTime(draft, timeZone)
  const overlap = useAsk(findOverlap, { audience: draft.audience, ...(id ? { id } : {}), ...(at ? { at } : {}) }, { when: isRuleReady })
  const accounts = useAsk(listSendingAccounts, { channel: draft.channel })
  const templates = useTemplateChoices()
  const count = counted.data
  const price = accounts.data?.accounts.find(({ id: of, isDefault }) => (draft.accountId ? of === draft.accountId : isDefault))?.cost ?? 0
  const expected = count && accounts.data ? draft.fixedCost + count.treated * price : null
  const warnings = warningsOf(draft, { count, busy: overlap.data?.busy, at, expected }, format)
  const nameOf = (templateId: string | null) => templates.data?.find((one) => one.id === templateId)?.name ?? '—'
  return (
    <>
      {warnings.map(({ step, words, isWrong }) => (
        <Alert
          key={words.en}
          type={isWrong ? 'error' : 'warning'}
          showIcon
          className="rg-campaign-alert"
          title={say(words)}
          action={
            <Button size="small" onClick={() => goTo(step)}>
              {say({ zh: '去看看', en: 'Go there' })}
            </Button>
          }
        />
      ))}
      <Section title={{ zh: '这就是将要发生的', en: 'This is what will happen' }}>
        <dl className="rg-check">
          <Line name={{ zh: '名称', en: 'Name' }}>{draft.name || '—'}</Line>
          <Line name={{ zh: '目标', en: 'Goal' }}>{draft.goal || '—'}</Line>
          <Line name={{ zh: '受众', en: 'Audience' }}>
            {count
              ? say(
                  {
                    zh: '{sentence}：{audience} 位，能联系到 {reachable} 位',
                    en: '{sentence}: {audience}, of whom {reachable} can be reached',
                  },
                  { sentence: say(count.sentence), audience: format.count(count.audience), reachable: format.count(count.reachable) },
                )
              : '…'}
          </Line>
          <Line name={{ zh: '渠道', en: 'Channel' }}>{say(channelLabel(draft.channel))}</Line>
          <Line name={{ zh: '内容', en: 'Content' }}>
            {draft.variants.map(({ key, templateId }) => `${key.toUpperCase()} ${nameOf(templateId)}`).join(' · ')}
          </Line>
          <Line name={{ zh: '时间', en: 'Time' }}>
            {say(sayTiming(draft, format.date))}
            {at ? ` · ${format.dateTime(at)}` : ''}
          </Line>
          <Line name={{ zh: '速度', en: 'Speed' }}>
            {draft.perHour === null
              ? say({ zh: '不限', en: 'No limit' })
              : say({ zh: '每小时 {n} 条', en: '{n} an hour' }, { n: format.count(draft.perHour) })}
          </Line>
          <Line name={{ zh: '对照组', en: 'Holdout' }}>
            {format.number(draft.holdout)}%{count ? say({ zh: '，约 {n} 位', en: ', about {n}' }, { n: format.count(count.holdout) }) : ''}
          </Line>
          <Line name={{ zh: '花费', en: 'Cost' }}>
            {expected === null
              ? '…'
              : say(
                  draft.when.kind === 'now' || draft.when.kind === 'at'
                    ? { zh: '约 {sum}：固定 {fixed}，另 {n} 条，每条 {price}', en: 'About {sum}: {fixed} fixed, and {n} at {price} each' }
                    : {
                        zh: '第一期约 {sum}：固定 {fixed}，另 {n} 条，每条 {price}',
                        en: 'About {sum} for the first edition: {fixed} fixed, and {n} at {price} each',
                      },
                  {
                    sum: format.money(expected),
                    fixed: format.money(draft.fixedCost),
                    n: format.count(count?.treated ?? 0),
                    price: format.money(price),
                  },
                )}
          </Line>
          <Line name={{ zh: '预算', en: 'Budget' }}>
            {draft.budget === null ? say({ zh: '不设', en: 'None' }) : format.money(draft.budget.amount)}
          </Line>
        </dl>
      </Section>
    </>
  )
}

function Line({ name, children }: { readonly name: Words; readonly children: ReactNode }) {
  const say = useSay()
  return (
    <div>
      <dt>{say(name)}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const many = 0.5

type Known = {
  readonly count: AudienceCount | undefined
  readonly busy: { readonly one: number } | undefined
  readonly at: string | undefined
  /** What the first edition costs, in minor units; null while that is not known. */
  readonly expected: number | null
}

/** Plain warnings, what is wrong first. */
function warningsOf(draft: CampaignDraft, { count, busy, at, expected }: Known, format: Format): Warning[] {
  const warnings: Warning[] = missingIn(draft).map(({ step, words }) => ({
    step: step === 'check' ? 'audience' : step,
    words,
    isWrong: true,
  }))
  if (draft.when.kind !== 'now' && (at === undefined || new Date(at).getTime() < Date.now()))
    warnings.push({
      step: 'time',
      isWrong: true,
      words: { zh: '发送时间已经过去，启动时会被拒绝。', en: 'The time of sending is over; it could not be started.' },
    })
  if (count && count.audience === 0)
    warnings.push({ step: 'audience', words: { zh: '受众里现在没有任何人。', en: 'Nobody is in the audience at present.' } })
  if (count && count.audience > 0 && count.audience === count.customers)
    warnings.push({
      step: 'audience',
      words: {
        zh: `会发给全部 ${format.count(count.customers)} 位客户。`,
        en: `It goes to all ${format.count(count.customers)} customers.`,
      },
    })
  if (count && count.audience > 0 && count.reachable / count.audience < many)
    warnings.push({
      step: 'audience',
      words: {
        zh: `一半以上的人联系不到：${count.refusals[0]?.words.zh ?? ''}最多。`,
        en: `More than half cannot be reached; most often: ${count.refusals[0]?.words.en ?? ''}.`,
      },
    })
  if (draft.budget !== null && expected !== null && expected > draft.budget.amount)
    warnings.push({
      step: 'time',
      words:
        draft.budget.over === 'stop'
          ? {
              zh: `预计花费 ${format.money(expected)}，超出预算：到了上限就停，其余的人收不到。`,
              en: `It is expected to cost ${format.money(expected)}, which is above the budget: it stops there, and the rest get nothing.`,
            }
          : {
              zh: `预计花费 ${format.money(expected)}，超出预算。`,
              en: `It is expected to cost ${format.money(expected)}, which is above the budget.`,
            },
    })
  if (draft.holdout === 0)
    warnings.push({
      step: 'holdout',
      words: { zh: '没有对照组，之后无法知道它真正带来了多少。', en: 'Nobody is held out, so what it really brings cannot be told.' },
    })
  if (count && busy && count.audience > 0 && busy.one / count.audience > many)
    warnings.push({
      step: 'audience',
      words: {
        zh: `一半以上的人同一周还会收到别的（${format.count(busy.one)} 位）。`,
        en: `More than half get something else in the same week (${format.count(busy.one)}).`,
      },
    })
  return warnings
}
