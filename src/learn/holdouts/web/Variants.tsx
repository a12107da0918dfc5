import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { IntervalBar } from './IntervalBar.tsx'
import { signed, type Whole } from './verdict.ts'

/** Each variant against the holdout, then against each other; and which is surely the best. */
export function Variants({ result }: { readonly result: Whole }) {
  const say = useSay()
  const format = useFormat()
  const money = (value: number) => signed(value, format.money)
  if (result.variants.length < 2) return null
  const { best } = result
  return (
    <Section
      title={{ zh: '各版本', en: 'Variants' }}
      note={
        best === null
          ? say({
              zh: '还分不出哪个版本最好。几个版本一起比，区间已按次数放宽。',
              en: 'No variant is surely the best yet. Intervals are widened for comparing several at once.',
            })
          : say(
              {
                zh: '版本 {best} 肯定最好。几个版本一起比，区间已按次数放宽。',
                en: 'Variant {best} is surely the best. Intervals are widened for comparing several at once.',
              },
              { best: best.toUpperCase() },
            )
      }
    >
      {result.variants.map((one) =>
        one.lift ? (
          <IntervalBar
            key={one.variant}
            name={{
              zh: `版本 ${one.variant.toUpperCase()} 比对照组（${format.count(one.people)} 人）`,
              en: `Variant ${one.variant.toUpperCase()} against the holdout (${format.count(one.people)} people)`,
            }}
            interval={one.lift}
            format={money}
          />
        ) : null,
      )}
      {result.pairs.map(({ one, other, lift }) =>
        lift ? (
          <IntervalBar
            key={`${one}${other}`}
            name={{ zh: `${one.toUpperCase()} 比 ${other.toUpperCase()}`, en: `${one.toUpperCase()} against ${other.toUpperCase()}` }}
            interval={lift}
            format={money}
          />
        ) : null,
      )}
    </Section>
  )
}

/** Each time a repeated campaign was sent. */
export function Editions({ result }: { readonly result: Whole }) {
  const say = useSay()
  const format = useFormat()
  if (result.editions.length < 2) return null
  return (
    <Section
      title={{ zh: '每一次', en: 'Each edition' }}
      note={say({
        zh: '上面是合起来看；单独一次人少，区间宽得多。',
        en: 'Above they are read together; one alone has fewer people and a far wider interval.',
      })}
    >
      {result.editions.map(({ edition, people, lift }) =>
        lift ? (
          <IntervalBar
            key={edition}
            name={{ zh: `第 ${edition} 次（${format.count(people)} 人）`, en: `Edition ${edition} (${format.count(people)} people)` }}
            interval={lift}
            format={(value) => signed(value, format.money)}
          />
        ) : null,
      )}
    </Section>
  )
}
