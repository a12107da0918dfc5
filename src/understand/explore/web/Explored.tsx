import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'

type Asked<T> = {
  readonly data: T | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
  readonly isFetching: boolean
  readonly isStopped: boolean
  readonly stop: () => void
  readonly again: () => void
}

/** An answer that may take its time, with a way to give up waiting; and beneath it what it is made of. */
export function Explored<T extends { readonly asOf: string; readonly rows: number }>(props: {
  readonly of: Asked<T>
  /** How it is worked out. */
  readonly definition: string
  readonly children: (answer: T) => ReactNode
}) {
  const say = useSay()
  const { data, error, refetch, isFetching, isStopped, stop, again } = props.of
  return (
    <div className={isFetching && data ? 'rg-explored rg-explored-old' : 'rg-explored'} data-settled={!isFetching}>
      {isFetching ? (
        <p className="rg-note" role="status">
          {say({ zh: '正在计算（最长 30 秒）…', en: 'Working it out (30 seconds at most) …' })}{' '}
          <Button size="small" type="link" onClick={stop}>
            {say({ zh: '停止', en: 'Stop' })}
          </Button>
        </p>
      ) : null}
      {isStopped ? (
        <p className="rg-note">
          {say({ zh: '已停止计算。', en: 'Stopped.' })}{' '}
          <Button size="small" type="link" onClick={again}>
            {say({ zh: '重新计算', en: 'Work it out again' })}
          </Button>
        </p>
      ) : error ? (
        <ErrorState error={error} retry={refetch} />
      ) : data ? (
        <>
          {props.children(data)}
          <MadeOf asOf={data.asOf} rows={data.rows} of="records" definition={props.definition} />
        </>
      ) : (
        <Loading rows={8} />
      )}
    </div>
  )
}
