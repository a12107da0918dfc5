import type { ComponentProps, ReactNode } from 'react'
import type { Words } from '../core/kit/words.ts'
import { MoreButton } from './MoreButton.tsx'
import { Answered, Empty } from './States.tsx'

export type InPortions<T> = ComponentProps<typeof MoreButton>['of'] & {
  readonly data: { readonly pages: readonly { readonly rows: readonly T[] }[] } | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

type Props<T> = {
  readonly of: InPortions<T>
  readonly nothing: Words
  readonly more: Words
  readonly children: (rows: readonly T[]) => ReactNode
}

/** A list that is read a portion at a time (`useAskMore`), with what there is to show while it comes and where it is empty. */
export function Portions<T>({ of, nothing, more, children }: Props<T>) {
  return (
    <Answered of={of} rows={6}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows)
        if (rows.length === 0) return <Empty small title={nothing} />
        return (
          <>
            {children(rows)}
            <div className="rg-list-foot">
              <MoreButton of={of} words={more} />
            </div>
          </>
        )
      }}
    </Answered>
  )
}
