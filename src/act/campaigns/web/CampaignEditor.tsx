import { Alert, Button, Steps } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { isReady } from '../../../pages/rule-tree.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { campaignSearch, type EditorStep, editorSteps } from '../campaigns-address.ts'
import type { CampaignDefinition } from '../definition.ts'
import { AudienceStep } from './AudienceStep.tsx'
import { type CampaignDraft, definitionOf, missingIn, type StepProps } from './campaign-draft.ts'
import type { Measured } from './measured.ts'
import { CheckStep } from './CheckStep.tsx'
import { ContentStep } from './ContentStep.tsx'
import { HoldoutStep } from './HoldoutStep.tsx'
import { TimeStep } from './TimeStep.tsx'
import '../../../pages/pages.css'
import './campaigns.css'

const stepWords: Record<EditorStep, Words> = {
  audience: { zh: '受众', en: 'Audience' },
  content: { zh: '内容', en: 'Content' },
  time: { zh: '时间与额度', en: 'Time and limits' },
  holdout: { zh: '对照组', en: 'Holdout' },
  check: { zh: '检查', en: 'Check' },
}

type Props = Measured & {
  readonly id?: string
  readonly draft: CampaignDraft
  readonly isLocked: boolean
  readonly onSave: (name: string, goal: string, definition: CampaignDefinition) => Promise<unknown>
  readonly onCancel: () => void
}

/**
 * A new campaign goes in five steps, the last of which shows all of it; the step stands in the address, and each can be gone to at any
 * time. Whoever changes one has all of it on one page, and the steps lead to their part of it.
 */
export function CampaignEditor(props: Props) {
  const say = useSay()
  const known = useDictionary('customer')
  const [draft, setDraft] = useState(props.draft)
  const [search, setSearch] = useSearchState(campaignSearch)
  const step = search.step ?? 'audience'
  const at = editorSteps.indexOf(step)
  const isOnePage = props.id !== undefined
  const goTo = (next: EditorStep | undefined) => {
    if (isOnePage) document.getElementById(placeOf(next ?? 'audience'))?.scrollIntoView({ behavior: 'smooth' })
    else setSearch({ step: next }, { push: true })
  }
  const isShown = (one: EditorStep) => isOnePage || step === one
  return (
    <Page
      wide
      back={{
        to: props.id ? `/campaigns/${props.id}` : '/campaigns',
        label: props.id ? { zh: '活动', en: 'The campaign' } : { zh: '全部活动', en: 'All campaigns' },
      }}
      title={props.id ? { zh: '修改营销活动', en: 'Change the campaign' } : { zh: '新建营销活动', en: 'New campaign' }}
    >
      <Steps
        size="small"
        current={isOnePage ? -1 : at}
        onChange={(to) => goTo(editorSteps[to])}
        items={editorSteps.map((one) => ({ title: say(stepWords[one]) }))}
        className="rg-campaign-steps"
      />
      {props.isLocked ? (
        <Alert
          type="info"
          showIcon
          className="rg-campaign-alert"
          title={say({
            zh: '活动已经开始：受众、渠道、内容、对照组和按谁的钟点发不能再改，其余可以。',
            en: 'The campaign has begun: its audience, channel, content, holdout and whose hours it goes by stay; the rest may change.',
          })}
        />
      ) : null}
      <Answered of={known}>
        {({ dictionary }) => {
          const parts: StepProps = {
            id: props.id,
            draft,
            change: (patch) => setDraft((old) => ({ ...old, ...patch })),
            isLocked: props.isLocked,
            isRuleReady: isReady(draft.audience, dictionary),
          }
          return (
            <>
              {isShown('audience') ? (
                <div className="rg-campaign-part" id={placeOf('audience')}>
                  <AudienceStep {...parts} dictionary={dictionary} />
                </div>
              ) : null}
              {isShown('content') ? (
                <div className="rg-campaign-part" id={placeOf('content')}>
                  <ContentStep {...parts} />
                </div>
              ) : null}
              {isShown('time') ? (
                <div className="rg-campaign-part" id={placeOf('time')}>
                  <TimeStep {...parts} />
                </div>
              ) : null}
              {isShown('holdout') ? (
                <div className="rg-campaign-part" id={placeOf('holdout')}>
                  <HoldoutStep {...parts} {...(props.Plan ? { Plan: props.Plan } : {})} />
                </div>
              ) : null}
              {isShown('check') ? (
                <div className="rg-campaign-part" id={placeOf('check')}>
                  <CheckStep {...parts} goTo={goTo} />
                </div>
              ) : null}
              <Foot {...props} draft={draft} at={isOnePage ? null : at} isRuleReady={parts.isRuleReady} goTo={goTo} />
            </>
          )
        }}
      </Answered>
    </Page>
  )
}

const placeOf = (step: EditorStep) => `campaign-${step}`

/** `at`: the step; null where all stand on one page. */
type FootProps = Props & {
  readonly at: number | null
  readonly isRuleReady: boolean
  readonly goTo: (step: EditorStep | undefined) => void
}

function Foot({ draft, at, isRuleReady, goTo, onSave, onCancel }: FootProps) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const [failed, setFailed] = useState<unknown>(null)
  const [sending, setSending] = useState(false)
  const definition = definitionOf(draft)
  const missing = missingIn(draft)
  const isWhole = isRuleReady && missing.length === 0 && definition !== null
  const next = at === null ? undefined : editorSteps[at + 1]
  const save = async () => {
    if (!definition) return
    setSending(true)
    setFailed(null)
    try {
      await onSave(draft.name.trim(), draft.goal.trim(), definition)
    } catch (error) {
      setFailed(error)
    } finally {
      setSending(false)
    }
  }
  return (
    <>
      {failed ? <Alert type="error" showIcon title={sayProblem(failed)} role="alert" className="rg-campaign-alert" /> : null}
      <div className="rg-form-foot">
        {at !== null && at > 0 ? <Button onClick={() => goTo(editorSteps[at - 1])}>{say({ zh: '上一步', en: 'Back' })}</Button> : null}
        {next ? (
          <Button type="primary" onClick={() => goTo(next)}>
            {say({ zh: '下一步：{step}', en: 'Next: {step}' }, { step: say(stepWords[next]) })}
          </Button>
        ) : (
          <Button type="primary" loading={sending} disabled={!isWhole} onClick={() => void save()}>
            {say({ zh: '保存', en: 'Save' })}
          </Button>
        )}
        <Button onClick={onCancel}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        {next || isWhole ? null : (
          <span className="rg-filter-hint">
            {say(missing[0]?.words ?? { zh: '把受众的条件填完整', en: 'Complete the audience’s conditions' })}
          </span>
        )}
      </div>
    </>
  )
}
