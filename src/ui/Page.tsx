import { type ReactNode, useEffect } from 'react'
import type { Words } from '../core/kit/words.ts'
import { GoLink } from './address.tsx'
import { useSay } from './language.tsx'

/**
 * A page answers one question. The title says which; the answer stands first, in a sentence with its number; then the
 * picture; then the people behind it.
 */
export function Page(props: {
  readonly title: Words | string
  readonly answer?: ReactNode
  readonly actions?: ReactNode
  readonly back?: { readonly to: string; readonly label: Words }
  /** `wide` uses the whole width, for tables; otherwise text stays readable. */
  readonly wide?: boolean
  readonly children?: ReactNode
}) {
  const say = useSay()
  const title = say(props.title)
  useEffect(() => {
    document.title = `${title} · ${say({ zh: '常客', en: 'Regulars' })}`
  }, [title, say])
  return (
    <div className={props.wide ? 'rg-page rg-page-wide' : 'rg-page'}>
      <header className="rg-page-head">
        <div className="rg-page-words">
          {props.back ? (
            <GoLink to={props.back.to} className="rg-back">
              ‹ {say(props.back.label)}
            </GoLink>
          ) : null}
          <h1>{title}</h1>
          {props.answer ? <div className="rg-answer">{props.answer}</div> : null}
        </div>
        {props.actions ? <div className="rg-page-actions">{props.actions}</div> : null}
      </header>
      {props.children}
    </div>
  )
}

/** One block of a page: a heading, what belongs to it, and a quiet line that says what is shown. */
export function Section(props: {
  readonly title?: Words | string
  readonly note?: ReactNode
  readonly actions?: ReactNode
  /** `bare` draws no surface, e.g. around a table that has its own. */
  readonly bare?: boolean
  /** Said beside the title where there is nothing to show, so that an empty section takes one line. */
  readonly nothing?: string | null | false
  readonly children?: ReactNode
}) {
  const say = useSay()
  return (
    <section className={`rg-section${props.bare ? ' rg-section-bare' : ''}${props.nothing ? ' rg-section-empty' : ''}`}>
      {props.title || props.actions ? (
        <div className="rg-section-head">
          {props.title ? <h2>{say(props.title)}</h2> : <span />}
          {props.nothing ? <span className="rg-section-nothing">{props.nothing}</span> : null}
          {props.actions ? <div className="rg-section-actions">{props.actions}</div> : null}
        </div>
      ) : null}
      {props.note ? <p className="rg-note">{props.note}</p> : null}
      {props.children}
    </section>
  )
}
