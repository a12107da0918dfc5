import { useEffect } from 'react'
import { layerOpenerOf } from './use-reach-layers.ts'

const dialogs = '.ant-modal-root, .ant-drawer'

/**
 * Gives the focus back to what had it before a dialog opened, however the dialog went away: one that is taken off the page
 * at once has no time to do it itself, and who works by keyboard would begin at the top again.
 */
export function useFocusBack(): void {
  useEffect(() => {
    let before: HTMLElement | null = null
    let isWithin = false
    const note = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return
      isWithin = target.closest(dialogs) !== null
      // What a button opened is gone with the choice that was made in it; the button is there still.
      if (!isWithin) before = layerOpenerOf(target) ?? target
    }
    // Dialogs stand beside the page, each in a child of the body of its own, which is empty when it goes.
    const watch = new MutationObserver(() => {
      if (!isWithin || document.activeElement !== document.body || document.querySelector('.ant-modal-wrap, .ant-drawer-open')) return
      isWithin = false
      if (before?.isConnected) before.focus({ preventScroll: true })
    })
    document.addEventListener('focusin', note)
    watch.observe(document.body, { childList: true })
    return () => {
      document.removeEventListener('focusin', note)
      watch.disconnect()
    }
  }, [])
}
