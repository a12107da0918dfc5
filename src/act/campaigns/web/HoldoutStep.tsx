import { InputNumber, Radio, Slider } from 'antd'
import { useId } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import type { StepProps } from './campaign-draft.ts'
import type { HoldoutPlan } from './measured.ts'
import { useAudienceCount } from './use-campaign-parts.ts'

/** How many are held out, what could be seen with that, and how purchases are put down to the campaign. */
export function HoldoutStep({ draft, change, id, isLocked, isRuleReady, Plan }: StepProps & { readonly Plan?: HoldoutPlan }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAudienceCount(draft, id, isRuleReady)
  const ids = { days: useId() }
  return (
    <>
      <Section
        title={{ zh: '对照组', en: 'Holdout' }}
        note={say({
          zh: '从能联系到的客户里随机留出一部分什么都不发。活动过后把两组一比，差多少就是活动真正带来的。',
          en: 'Of those who can be reached some are drawn who get nothing. The difference between both groups afterwards is what the campaign really brought.',
        })}
      >
        <div className="rg-holdout">
          <Slider
            aria-label={say({ zh: '对照组百分比', en: 'Per cent held out' })}
            min={0}
            max={50}
            disabled={isLocked}
            value={draft.holdout}
            onChange={(holdout: number) => change({ holdout })}
          />
          <InputNumber
            aria-label={say({ zh: '对照组百分比', en: 'Per cent held out' })}
            min={0}
            max={50}
            suffix="%"
            disabled={isLocked}
            value={draft.holdout}
            onChange={(holdout) => change({ holdout: holdout ?? 0 })}
          />
        </div>
        {isRuleReady ? (
          <Answered of={asked} rows={1}>
            {({ treated, holdout, reachable }) => (
              <>
                <p aria-live="polite" className="rg-holdout-drawn">
                  {say(
                    {
                      zh: '约 {treated} 位会收到，约 {holdout} 位留作对照。',
                      en: 'About {treated} get it and about {holdout} are held out.',
                    },
                    { treated: format.count(treated), holdout: format.count(holdout) },
                  )}
                </p>
                {Plan ? (
                  <Plan
                    audience={draft.audience}
                    people={reachable}
                    holdout={draft.holdout}
                    days={draft.window.days}
                    onHoldout={(holdout_) => change({ holdout: holdout_ })}
                  />
                ) : null}
              </>
            )}
          </Answered>
        ) : null}
      </Section>
      <Section
        title={{ zh: '归因窗口', en: 'Window of attribution' }}
        note={say({
          zh: '除了与对照组相比，也按老办法记一笔：窗口内买了、且这是购买前最后一次营销，就记到活动名下。它通常比真正的增量大。',
          en: 'Beside the comparison it is also counted the old way: a purchase within the window, with this as the last marketing before it, is put down to the campaign. That is usually more than it caused.',
        })}
      >
        <div className="rg-campaign-when">
          <Radio.Group
            aria-label={say({ zh: '从什么时候算起', en: 'Counted from' })}
            value={draft.window.by}
            onChange={({ target }) => change({ window: { ...draft.window, by: target.value } })}
            options={[
              { value: 'sent', label: say({ zh: '发出后', en: 'After it was sent' }) },
              { value: 'clicked', label: say({ zh: '点击后', en: 'After a click' }) },
            ]}
          />
          <label htmlFor={ids.days}>{say({ zh: '几天内', en: 'Days' })}</label>
          <InputNumber
            id={ids.days}
            min={1}
            max={90}
            value={draft.window.days}
            onChange={(days) => change({ window: { ...draft.window, days: days ?? 7 } })}
          />
        </div>
      </Section>
    </>
  )
}
