import { useEffect, useRef } from 'react'

/**
 * Puts the focus to the page that a link led to, by the element's id: the link went away with the page before, and who works by
 * keyboard or hears the page would begin at the top of everything. What has the focus still, e.g. the menu, keeps it.
 */
export function useFocusPage(path: string, id: string): void {
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    if (document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true })
  }, [path, id])
}
