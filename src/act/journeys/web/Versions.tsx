import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'

type Props = {
  readonly versions: readonly { readonly version: number; readonly createdAt: string }[]
  readonly current: number
  readonly wasStarted: boolean
}

/** The versions there have been; those inside finish the one they entered by. */
export function Versions({ versions, current, wasStarted }: Props) {
  const say = useSay()
  const format = useFormat()
  if (!wasStarted || versions.length < 2) return null
  return (
    <Section
      title={{ zh: '版本', en: 'Versions' }}
      note={say({
        zh: '客户按进入时的版本走完；图上画的是现在的版本。',
        en: 'Customers finish the version by which they entered; the drawing shows the present one.',
      })}
    >
      <ul className="rg-journey-reasons">
        {versions.toReversed().map(({ version, createdAt }) => (
          <li key={version}>
            <span>
              {say({ zh: '第 {n} 版', en: 'Version {n}' }, { n: version })}
              {version === current ? say({ zh: '（现在）', en: ' (present)' }) : ''}
            </span>
            <span>{format.dateTime(createdAt)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
