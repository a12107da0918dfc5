import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { useContext } from 'react'
import type { DrawnEdge } from '../draw-flow.ts'
import { AddStep } from './AddStep.tsx'
import { CanvasScope } from './canvas-scope.ts'
import { useSayWhere } from './flow-parts.ts'

export type LineData = {
  readonly line: DrawnEdge
  /** Of those who entered, 0 to 1. */
  readonly share: number | null
  /** How far from the left it passes other places; null where there are none on its way. */
  readonly pass: number | null
}

/** The way from one place to the next: the thicker, the more went it; with a plus while the journey is written. */
export function CanvasEdge(props: EdgeProps<Edge<LineData, 'line'>>) {
  const scope = useContext(CanvasScope)
  const { line, share, pass } = props.data ?? { line: null, share: null, pass: null }
  const [path, x, y] = pass === null ? getSmoothStepPath({ ...props, borderRadius: 8 }) : pathBy(pass, props)
  const spot = scope?.verbs && line && !line.jump ? line.spot : null
  return (
    <>
      <BaseEdge
        path={path}
        className={line?.jump ? 'rg-line-jump' : 'rg-line'}
        style={share === null ? {} : { strokeWidth: 1.5 + 4.5 * share }}
      />
      {spot ? (
        <EdgeLabelRenderer>
          <div className="rg-line-add nopan" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
            <AddOn spot={spot} />
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  )
}

type Ends = Pick<EdgeProps, 'sourceX' | 'sourceY' | 'targetX' | 'targetY'>

/** Right below the place where it begins to the side, down past the others, and back right above the place where it ends. */
function pathBy(pass: number, { sourceX, sourceY, targetX, targetY }: Ends): readonly [string, number, number] {
  const middle = (sourceY + targetY) / 2
  const [down] = getSmoothStepPath({ sourceX, sourceY, targetX: pass, targetY: middle, centerY: sourceY + 16, borderRadius: 8 })
  const [back] = getSmoothStepPath({ sourceX: pass, sourceY: middle, targetX, targetY, centerY: targetY - 16, borderRadius: 8 })
  return [`${down} ${back}`, pass, middle]
}

function AddOn({ spot }: { readonly spot: NonNullable<DrawnEdge['spot']> }) {
  const scope = useContext(CanvasScope)
  const sayWhere = useSayWhere()
  const verbs = scope?.verbs
  if (!scope || !verbs) return null
  return (
    <AddStep
      verbs={verbs}
      onAdd={(kind) => verbs.insert(spot.lane, spot.index, kind)}
      onPlace={(how) => verbs.paste(spot.lane, spot.index, how)}
      withEnd={spot.lane !== null && spot.atEnd}
      where={sayWhere(spot, scope)}
    />
  )
}
