import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { useContext } from 'react'
import { useSay } from '../../../ui/language.tsx'
import type { DrawnNode } from '../draw-flow.ts'
import { CanvasScope } from './canvas-scope.ts'
import type { FlowProps } from './flow-parts.ts'
import { sayWay } from './say-journey.ts'
import { StepCard } from './StepCard.tsx'

export type PlaceData = { readonly place: DrawnNode }

/** One place of the canvas; the lines begin and end at its edges. */
export function CanvasNode({ data: { place } }: NodeProps<Node<PlaceData, 'place'>>) {
  const scope = useContext(CanvasScope)
  if (!scope) return null
  return (
    <>
      {place.kind === 'door' ? null : <Handle type="target" position={Position.Top} isConnectable={false} />}
      <Place place={place} {...scope} />
      {place.kind === 'finish' ? null : <Handle type="source" position={Position.Bottom} isConnectable={false} />}
    </>
  )
}

function Place({ place, ...props }: FlowProps & { readonly place: DrawnNode }) {
  const say = useSay()
  switch (place.kind) {
    case 'door':
      return props.door
    case 'step':
      return <StepCard {...props} step={place.step} />
    case 'way':
      return <span className="rg-flow-name">{say(sayWay(place.fork, place.way, props.known, props.winnerOf?.(place.fork)))}</span>
    case 'join':
      return <span className="rg-canvas-join" />
    case 'finish':
      return <span className="rg-flow-finish">{say({ zh: '走完', en: 'Done' })}</span>
  }
}
