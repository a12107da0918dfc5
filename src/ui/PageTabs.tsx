import type { Words } from '../core/kit/words.ts'
import { GoLink } from './address.tsx'
import { useSay } from './language.tsx'

export type PageTab<Key extends string> = { readonly key: Key; readonly label: Words }

/** The parts of a page, each with an address of its own (`?tab=`), so that it can be opened, kept and sent. */
export function PageTabs<Key extends string>(props: {
  readonly label: Words
  readonly to: string
  readonly tabs: readonly PageTab<Key>[]
  readonly shown: Key
  /** What else of the address holds for every part. */
  readonly keep?: Readonly<Record<string, unknown>>
}) {
  const say = useSay()
  return (
    <nav className="rg-tabs" aria-label={say(props.label)}>
      {props.tabs.map(({ key, label }) => (
        <GoLink
          key={key}
          to={props.to}
          search={{ ...props.keep, tab: key }}
          className={key === props.shown ? 'rg-tab rg-tab-here' : 'rg-tab'}
        >
          <span aria-current={key === props.shown ? 'page' : undefined}>{say(label)}</span>
        </GoLink>
      ))}
    </nav>
  )
}
