import { useMemo } from 'react'
import { z } from 'zod'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { simulateJourney } from '../replay-actions.ts'
import type { JourneyDefinition } from '../definition.ts'

const days = 30

type Props = {
  readonly definition: JourneyDefinition | null
  readonly isByHand: boolean
  /** Those who were there already come in at its first start alone. */
  readonly wasStarted: boolean
}

/** Who would have come in, had it been running for the last 30 days. Null while something is still missing. */
export function Forecast({ definition, isByHand, wasStarted }: Props) {
  return (
    <Section
      title={
        isByHand
          ? { zh: '启动时会进入多少人', en: 'How many enter when it starts' }
          : { zh: '如果过去 30 天就开着', en: 'Had it been running for the last 30 days' }
      }
    >
      {definition === null ? (
        <NotYet />
      ) : chosenOneByOne(definition) ? (
        <OneByOne />
      ) : (
        <Numbers definition={definition} wasStarted={wasStarted} />
      )}
    </Section>
  )
}

const named = z.object({ kind: z.string(), segment: z.string().optional(), existing: z.boolean().optional() })

/** Nobody enters by themselves: somebody, or another system, says who. */
export function chosenOneByOne({ trigger }: Pick<JourneyDefinition, 'trigger'>): boolean {
  const { kind, segment } = named.parse(trigger)
  return kind === 'api' || (kind === 'by-hand' && segment === undefined)
}

/** Whoever is there already enters when it is first started. */
export const letsInExisting = ({ trigger }: Pick<JourneyDefinition, 'trigger'>): boolean => named.parse(trigger).existing === true

function OneByOne() {
  const say = useSay()
  return (
    <p className="rg-filter-hint">
      {say({
        zh: '启动时没有人进入：之后由同事在旅程页上添加，或由其他系统通过接口加入。',
        en: 'Nobody enters when it starts: afterwards colleagues add customers on its page, or another system does through the API.',
      })}
    </p>
  )
}

function NotYet() {
  const say = useSay()
  return (
    <p className="rg-filter-hint">
      {say({
        zh: '填好每个步骤后，这里会算出会有多少客户进入。',
        en: 'Once every step is complete, this says how many customers would have entered.',
      })}
    </p>
  )
}

function Numbers({ definition, wasStarted }: { readonly definition: JourneyDefinition; readonly wasStarted: boolean }) {
  const say = useSay()
  const format = useFormat()
  const text = useRested(JSON.stringify(definition), 500)
  const rested = useMemo<JourneyDefinition>(() => JSON.parse(text), [text])
  const asked = useAsk(simulateJourney, { definition: rested, days }, { keep: true })
  const isByHand = definition.trigger.kind === 'by-hand'
  return (
    <Answered of={asked} rows={1}>
      {({ facts, customers, treated, holdout, existing }) => (
        <p>
          <Sentence
            words={
              isByHand
                ? {
                    zh: '启动时会有 {customers} 位客户进入：{treated} 位参与，{holdout} 位进对照组。',
                    en: '{customers} {customers|customer|customers} would enter when it starts: {treated} take part, {holdout} are held out.',
                  }
                : {
                    zh: '会有 {customers} 位客户进入：{treated} 位参与，{holdout} 位进对照组。',
                    en: '{customers} {customers|customer|customers} would have entered: {treated} take part, {holdout} held out.',
                  }
            }
            parts={{
              customers: (
                <Explain
                  definition={
                    isByHand
                      ? { zh: '细分里现在的人，再按“谁可以进入”筛选。', en: 'Those in the segment now, narrowed down by “who may enter”.' }
                      : {
                          zh: '过去 30 天里发生过触发行为的客户，按现在的资料套用“谁可以进入”；不考虑再次进入的限制。',
                          en: 'Customers to whom the trigger happened in the last 30 days, narrowed down by “who may enter” as of now; whether they may enter again is not looked at.',
                        }
                  }
                  asOf={new Date(asked.dataUpdatedAt)}
                  rows={facts}
                >
                  {format.count(customers)}
                </Explain>
              ),
              treated: format.count(treated),
              holdout: format.count(holdout),
            }}
          />
          {letsInExisting(rested) && !wasStarted
            ? say(
                {
                  zh: '启动时，已经符合的 {n} 位客户也会马上进入。',
                  en: ' When it starts, {n} {n|customer who is|customers who are} there already {n|enters|enter} at once.',
                },
                { n: format.count(existing) },
              )
            : null}
        </p>
      )}
    </Answered>
  )
}
