import { Button } from 'antd'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'

type Props = {
  readonly of: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => unknown }
  /** What more there is; “Show more” where left out. */
  readonly words?: Words
  readonly small?: boolean
}

/** The foot of a list that is read a portion at a time; nothing where all of it stands there. */
export function MoreButton({ of, words, small }: Props) {
  const say = useSay()
  if (!of.hasNextPage) return null
  return (
    <Button {...(small ? { size: 'small' } : {})} onClick={() => void of.fetchNextPage()} loading={of.isFetchingNextPage}>
      {say(words ?? { zh: '显示更多', en: 'Show more' })}
    </Button>
  )
}
