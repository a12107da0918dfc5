import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useGo } from './address.tsx'
import { ProblemError } from './call.ts'
import { useSay } from './language.tsx'
import { useReaches } from './reader.tsx'

/** Grey lines in the place of what is coming. */
export function Loading(props: { readonly rows?: number }) {
  const say = useSay()
  return (
    <div role="status" aria-label={say({ zh: '正在加载', en: 'Loading' })} className="rg-loading">
      <Skeleton active title={false} paragraph={{ rows: props.rows ?? 4 }} />
    </div>
  )
}

type NextStep = {
  readonly label: Words
  readonly to?: string
  readonly search?: Readonly<Record<string, unknown>>
  readonly onClick?: () => void
}

/** An empty place teaches by one next step, where it is open to the reader. */
export function Empty(props: { readonly title: Words; readonly hint?: Words; readonly next?: NextStep; readonly small?: boolean }) {
  const say = useSay()
  const go = useGo()
  const reaches = useReaches()
  const next = props.next?.to === undefined || reaches(props.next.to) ? props.next : undefined
  return (
    <div className={props.small ? 'rg-state rg-state-small' : 'rg-state'}>
      <EmptyRing />
      <p className="rg-state-title">{say(props.title)}</p>
      {props.hint ? <p className="rg-state-hint">{say(props.hint)}</p> : null}
      {next ? (
        <Button type="primary" onClick={() => (next.to ? go(next.to, { search: next.search ?? {} }) : next.onClick?.())}>
          {say(next.label)}
        </Button>
      ) : null}
    </div>
  )
}

function EmptyRing() {
  return (
    <svg width="56" height="56" viewBox="0 0 56 56" aria-hidden="true" className="rg-ring">
      <circle cx="28" cy="28" r="20" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="4 6" strokeLinecap="round" />
      <circle cx="42.1" cy="13.9" r="5" className="rg-ring-dot" />
    </svg>
  )
}

const unknownTrouble: Words = {
  zh: '页面出了意外，没有丢失任何数据。请重试；若再次出现，请告诉管理员。',
  en: 'Something unexpected went wrong on this page; no data was lost. Try again, and tell your administrator if it happens again.',
}

/** The words of whatever went wrong, for the reader. */
export function useSayProblem(): (error: unknown) => string {
  const say = useSay()
  return (error) => (error instanceof ProblemError ? say(error.words) : say(unknownTrouble))
}

/** Says what happened and offers to try again; a refusal for lack of rights says so instead. */
export function ErrorState(props: { readonly error: unknown; readonly retry?: () => unknown }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  if (props.error instanceof ProblemError && props.error.code === 'access.denied') return <NoPermission />
  // To try again would be to be refused again; the refusal itself says whom to ask.
  if (props.error instanceof ProblemError && props.error.status === 403) return <NoPermission why={sayProblem(props.error)} />
  return (
    <div className="rg-state" role="alert">
      <p className="rg-state-title">{say({ zh: '没有成功', en: 'That did not work' })}</p>
      <p className="rg-state-hint">{sayProblem(props.error)}</p>
      {props.retry ? <Button onClick={() => void props.retry?.()}>{say({ zh: '重试', en: 'Try again' })}</Button> : null}
    </div>
  )
}

export function NoPermission({ why }: { readonly why?: string } = {}) {
  const say = useSay()
  return (
    <div className="rg-state">
      <p className="rg-state-title">{say({ zh: '您没有权限查看这里', en: 'You may not see this' })}</p>
      <p className="rg-state-hint">
        {why ??
          say({
            zh: '这里不对您的角色开放。需要的话，请联系负责人开通。',
            en: 'This is not open to your role. Ask the owner if you need it.',
          })}
      </p>
    </div>
  )
}

/** In the place of a figure that the reader's role does not show: never nought, never nothing. */
export function HiddenFromYou() {
  const say = useSay()
  return <span className="rg-quiet">{say(hiddenFigure)}</span>
}

/** The same as text. */
export const hiddenFigure: Words = { zh: '没有权限看', en: 'hidden from you' }

/** The same within a sentence. */
export const hiddenWithin: Words = { zh: '（没有权限看）', en: '(hidden from you)' }

type Asked<T> = { readonly data: T | undefined; readonly error: Error | null; readonly refetch: () => unknown }

/** Shows an answer when it is there, and until then what there is to show: `<Answered of={asked}>{(answer) => …}</Answered>`. */
export function Answered<T>(props: { readonly of: Asked<T>; readonly rows?: number; readonly children: (answer: T) => ReactNode }) {
  const { data, error, refetch } = props.of
  if (data !== undefined) return <>{props.children(data)}</>
  if (error) return <ErrorState error={error} retry={refetch} />
  return <Loading {...(props.rows ? { rows: props.rows } : {})} />
}
