import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { useFormat } from './shop.tsx'

export type FunnelStep = { readonly key: string; readonly name: string; readonly count: number; readonly colour?: string }

/**
 * Steps one after another, each as wide as the share of the first that reached it, with the share of the step before.
 * A plain list to a screen reader.
 */
export function Funnel(props: {
  readonly label: Words | string
  readonly steps: readonly FunnelStep[]
  readonly onOpen?: (key: string) => void
}) {
  const say = useSay()
  const format = useFormat()
  const first = props.steps[0]?.count ?? 0
  return (
    <ol className="rg-funnel" aria-label={say(props.label)}>
      {props.steps.map((step, at) => {
        const before = props.steps[at - 1]?.count
        const share = first > 0 ? step.count / first : 0
        return (
          <li key={step.key}>
            <span className="rg-funnel-name">{step.name}</span>
            <span className="rg-funnel-way" aria-hidden="true">
              <span style={{ width: `${Math.max(0.5, share * 100)}%`, background: step.colour ?? undefined }} />
            </span>
            <span className="rg-funnel-count">
              {props.onOpen ? (
                <button type="button" className="rg-explain" onClick={() => props.onOpen?.(step.key)}>
                  {format.count(step.count)}
                </button>
              ) : (
                format.count(step.count)
              )}
            </span>
            <span className="rg-funnel-share">{before ? format.percent(step.count / before) : ''}</span>
          </li>
        )
      })}
    </ol>
  )
}
