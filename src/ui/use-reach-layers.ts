import { useEffect } from 'react'

const reachable = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])'
/** What a button opened beside itself says whose it is by its id. */
const layerOf = (button: Element) => document.getElementById(button.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')
const openerOf = (layer: Element) => document.querySelector<HTMLElement>(`.ant-popover-open[aria-describedby~="${CSS.escape(layer.id)}"]`)

/**
 * Lets Tab go from a button into what it opened and back, and Escape go back to the button: what opens stands at the end of the
 * page, where who works by keyboard would come last of all.
 */
export function useReachLayers(): void {
  useEffect(() => {
    const move = (event: KeyboardEvent) => {
      const at = document.activeElement
      if (event.defaultPrevented || !at) return
      const to = event.key === 'Tab' ? nextOf(at, event.shiftKey) : event.key === 'Escape' ? layerOpenerOf(at) : null
      if (!to) return
      if (event.key === 'Tab') event.preventDefault()
      to.focus()
    }
    // Before the layer hears Escape and goes, with the focus in it.
    document.addEventListener('keydown', move, true)
    return () => document.removeEventListener('keydown', move, true)
  }, [])
}

function nextOf(at: Element, isBack: boolean): HTMLElement | null {
  const opener = at.closest('.ant-popover-open')
  if (opener && !isBack) return layerOf(opener)?.querySelector<HTMLElement>(reachable) ?? null
  const layer = at.closest('.ant-popover [role="tooltip"]')
  const within = [...(layer?.querySelectorAll(reachable) ?? [])]
  return layer && at === within.at(isBack ? 0 : -1) ? openerOf(layer) : null
}

/** The button that opened what stands beside it and holds this element; null elsewhere. */
export function layerOpenerOf(at: Element): HTMLElement | null {
  // A menu that is gone takes the focus with it before it can give it back.
  if (at.closest('.ant-dropdown')) return document.querySelector<HTMLElement>('.ant-dropdown-open')
  const layer = at.closest('.ant-popover [role="tooltip"]')
  return layer && openerOf(layer)
}
