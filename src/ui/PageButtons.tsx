import { Button } from 'antd'
import { useSay } from './language.tsx'

type Props = {
  readonly className: string
  readonly total: number
  readonly size: number
  readonly skip: number
  readonly onSkip: (skip: number) => void
}

/** To the pages before and behind, of a list in a drawer that counts its pages by how many rows are skipped; nothing where one page is all. */
export function PageButtons({ className, total, size, skip, onSkip }: Props) {
  const say = useSay()
  if (total <= size) return null
  return (
    <div className={className}>
      <Button disabled={skip === 0} onClick={() => onSkip(Math.max(0, skip - size))}>
        {say({ zh: '上一页', en: 'Previous' })}
      </Button>
      <Button disabled={skip + size >= total} onClick={() => onSkip(skip + size)}>
        {say({ zh: '下一页', en: 'Next' })}
      </Button>
    </div>
  )
}
