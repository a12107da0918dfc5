import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { namedColour } from '../../../ui/palette.ts'
import { useFormat } from '../../../ui/shop.tsx'
import { HiddenFromYou } from '../../../ui/States.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import type { readHome } from '../read-home.ts'

type Part = NonNullable<ReplyOf<typeof readHome>['understand']['stages']>[number]

type Props = {
  readonly name: Words
  /** Null: hidden from the reader's role. */
  readonly stages: readonly Part[] | null
  readonly asOf: string
  readonly ruleOf: (key: string) => Rule
}

/** All customers by lifecycle stage or by tier, as parts of one bar; each part and each name opens its customers. */
export function StageBar({ name, stages, asOf, ruleOf }: Props) {
  const say = useSay()
  const format = useFormat()
  const { look } = useTheme()
  if (stages === null) return <HiddenLine name={name} />
  const all = stages.reduce((sum, stage) => sum + stage.customers, 0)
  return (
    <div className="rg-stages">
      <div className="rg-stages-bar" aria-hidden="true">
        {stages
          .filter((stage) => stage.customers > 0)
          .map((stage) => (
            <span
              key={stage.key}
              title={`${say(stage.label)} ${format.count(stage.customers)}`}
              style={{ flexGrow: stage.customers, background: namedColour(stage.colour, look) }}
            />
          ))}
      </div>
      <ul title={say({ zh: '截至 {at}', en: 'As of {at}' }, { at: format.dateTime(asOf) })}>
        {stages.map((stage) => (
          <li key={stage.key}>
            <GoLink to="/customers" search={{ rule: ruleOf(stage.key) }}>
              <span className="rg-dot" style={{ background: namedColour(stage.colour, look) }} aria-hidden="true" />
              {say(stage.label)}
            </GoLink>
            <strong>{format.count(stage.customers)}</strong>
            <span className="rg-room-note">{all > 0 ? format.percent(stage.customers / all, 0) : ''}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function HiddenLine({ name }: { readonly name: Words }) {
  const say = useSay()
  return (
    <p className="rg-room-note">
      {say(name)} <HiddenFromYou />
    </p>
  )
}
