import { useEffect, useRef } from 'react'

/**
 * Puts the focus to what took the place of what was shown before: the link or button that was pressed went away with that, and who
 * works by keyboard or hears the page would begin at the top of everything. What has the focus still, e.g. the menu, keeps it.
 * @param shown what stands there now, e.g. the path; undefined while that is not known yet
 */
export function useFocusPage(shown: string | undefined): void {
  const before = useRef(shown)
  useEffect(() => {
    const changed = before.current !== undefined && before.current !== shown
    before.current = shown
    if (changed && document.activeElement === document.body) document.getElementById('content')?.focus({ preventScroll: true })
  }, [shown])
}
