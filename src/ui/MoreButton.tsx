import { Button } from 'antd'
import { useSay } from './language.tsx'

type Props = {
  readonly of: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => Promise<unknown> }
}

/** The foot of a list that is read a portion at a time; nothing where all of it stands there. */
export function MoreButton({ of }: Props) {
  const say = useSay()
  if (!of.hasNextPage) return null
  return (
    <Button onClick={() => void of.fetchNextPage()} loading={of.isFetchingNextPage}>
      {say({ zh: '显示更多', en: 'Show more' })}
    </Button>
  )
}
