import { useEffect, useState } from 'react'
import type { Words } from '../../core/kit/words.ts'
import { useAskAnew } from '../../ui/data.tsx'
import { Frame } from './Frame.tsx'
import type { Session } from './session.ts'
import { SignInPage } from './SignInPage.tsx'

/** How long pages wait for a reader whose session has ended: whoever knows the browser’s tools can read what is hidden until then. */
const waitMs = 15 * 60_000

const hint: Words = {
  zh: '您的登录已结束。重新登录后，正在填写的内容都还在。',
  en: 'Your session has ended. Sign in again, and all that you had begun to write is still there.',
}

/**
 * The pages of somebody who is signed in. When their session ends the door stands in place of the pages, and once they are back
 * these are as they were, with all that was typed. Somebody else begins afresh (`useSession`).
 */
export function Within(props: { readonly session: Session; readonly isOver: boolean; readonly onGone: () => void }) {
  return (
    <>
      <div style={{ display: props.isOver ? 'none' : 'contents' }}>
        <Frame session={props.session} />
      </div>
      {props.isOver ? <Cover onGone={props.onGone} /> : null}
    </>
  )
}

function Cover({ onGone }: { readonly onGone: () => void }) {
  const [before] = useState(() => ({ title: document.title, focus: document.activeElement }))
  const askAnew = useAskAnew()
  useEffect(() => {
    // Dialogs stand beside the pages, and until they are hidden keep the focus.
    document.body.classList.add('rg-covered')
    document.querySelector<HTMLElement>('.rg-entrance input')?.focus()
    return () => {
      document.body.classList.remove('rg-covered')
      document.title = before.title
      if (before.focus instanceof HTMLElement) before.focus.focus()
      askAnew()
    }
  }, [before, askAnew])
  // The reader may have come in by another tab.
  useEffect(() => {
    document.addEventListener('visibilitychange', askAnew)
    return () => document.removeEventListener('visibilitychange', askAnew)
  }, [askAnew])
  useEffect(() => {
    const waiting = setTimeout(onGone, waitMs)
    return () => clearTimeout(waiting)
  }, [onGone])
  return <SignInPage atCode={false} next={`${location.pathname}${location.search}`} came={nothing} hint={hint} onAside={openDoor} />
}

const nothing = {}
const openDoor = () => void open('/sign-in', '_blank')
