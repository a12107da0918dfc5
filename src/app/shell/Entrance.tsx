import type { ReactNode } from 'react'
import type { Words } from '../../core/kit/words.ts'
import { useSay } from '../../ui/language.tsx'
import { LanguageSwitch, ThemeSwitch } from './Header.tsx'
import { Logo } from './Logo.tsx'

/** The pages before one is inside: sign in, welcome. */
export function Entrance(props: { readonly title: Words; readonly hint?: Words; readonly wide?: boolean; readonly children: ReactNode }) {
  const say = useSay()
  return (
    <div className="rg-entrance">
      <header className="rg-entrance-head">
        <Logo />
        <div>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main className={props.wide ? 'rg-entrance-main rg-entrance-wide' : 'rg-entrance-main'}>
        <h1>{say(props.title)}</h1>
        {props.hint ? <p className="rg-entrance-hint">{say(props.hint)}</p> : null}
        {props.children}
      </main>
      <footer className="rg-entrance-foot">
        {say({ zh: '把头回客变成常客，并证明这是您做到的。', en: 'Turn first-time buyers into regulars, and prove that you did.' })}
      </footer>
    </div>
  )
}
