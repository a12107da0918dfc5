import { useMemo } from 'react'
import { askMyRights } from '../../pages/my-rights.ts'
import { useAsk } from '../../ui/data.tsx'
import type { ReaderRights } from '../../ui/reader.tsx'

/** What the reader may do; null where it cannot be asked, and the standing role decides what is offered. */
export function useMyRights(): { readonly rights: ReaderRights | null; readonly isLoading: boolean } {
  const { data, isLoading } = useAsk(askMyRights, {})
  const rights = useMemo(
    () => (data ? { limited: data.limited, actions: new Set(data.actions), exports: new Set(data.exports) } : null),
    [data],
  )
  return { rights, isLoading }
}
