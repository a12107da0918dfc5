import {
  Background,
  Controls,
  type Edge,
  MiniMap,
  type Node,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import { Grid } from 'antd'
import { type FocusEvent, type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import '@xyflow/react/dist/style.css'
import { useSay } from '../../../ui/language.tsx'
import { type DrawnNode, drawFlow } from '../draw-flow.ts'
import { CanvasEdge, type LineData } from './CanvasEdge.tsx'
import { CanvasNode, type PlaceData } from './CanvasNode.tsx'
import { CanvasScope } from './canvas-scope.ts'
import type { FlowProps } from './flow-parts.ts'
import { type LaidOut, layOut, type Size } from './lay-out.ts'
import { type Arrow, neighbour } from './neighbour.ts'
import './canvas.css'

type PlaceNode = Node<PlaceData, 'place'>
type LineEdge = Edge<LineData, 'line'>
const nodeTypes = { place: CanvasNode }
const edgeTypes = { line: CanvasEdge }

/** Until the browser has measured them. */
const guessed: Record<DrawnNode['kind'], Size> = {
  door: { width: 320, height: 120 },
  step: { width: 264, height: 96 },
  way: { width: 60, height: 24 },
  join: { width: 10, height: 10 },
  finish: { width: 64, height: 28 },
}

const arrows: Readonly<Record<string, Arrow>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' }

/** The journey as a picture that can be moved, enlarged and changed; laid out by itself. */
export function Canvas(props: FlowProps) {
  return (
    <ReactFlowProvider>
      <CanvasScope value={props}>
        <Drawn {...props} />
      </CanvasScope>
    </ReactFlowProvider>
  )
}

function Drawn(props: FlowProps) {
  const say = useSay()
  const wide = Grid.useBreakpoint().lg ?? true
  const { nodes, edges, laid, measure } = useDrawing(props)
  const { onMoveStart, onFitView, fit } = useFitting(nodes, laid.size)
  const keys = useKeys(props, laid)
  return (
    <div
      className="rg-canvas"
      // As tall as what is drawn, within what a screen shows.
      style={{ height: Math.min(Math.max(laid.size.height + 40, 340), 720) }}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
    >
      <ReactFlow<PlaceNode, LineEdge>
        aria-label={say({ zh: '旅程画布', en: 'Canvas of the journey' })}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={measure}
        onMoveStart={onMoveStart}
        fitView
        fitViewOptions={fit}
        minZoom={0.15}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        // The wheel goes on moving the page; with Ctrl it enlarges.
        zoomOnScroll={false}
        preventScrolling={false}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          'controls.ariaLabel': say({ zh: '缩放', en: 'Zoom' }),
          'controls.zoomIn.ariaLabel': say({ zh: '放大', en: 'Larger' }),
          'controls.zoomOut.ariaLabel': say({ zh: '缩小', en: 'Smaller' }),
          'controls.fitView.ariaLabel': say({ zh: '整个旅程', en: 'The whole journey' }),
          'minimap.ariaLabel': say({ zh: '小地图', en: 'Overview' }),
        }}
      >
        <Background gap={20} />
        <Controls showInteractive={false} fitViewOptions={fit} onFitView={onFitView} />
        {wide && nodes.length > 6 ? (
          <MiniMap<PlaceNode> pannable zoomable nodeClassName={({ data }) => `rg-mini-${data.place.kind}`} />
        ) : null}
      </ReactFlow>
    </div>
  )
}

/** Places and lines of the drawing, laid out by the sizes that the browser measured. */
function useDrawing({ flow, shares }: FlowProps) {
  const [sizes, setSizes] = useState<ReadonlyMap<string, Size>>(new Map())
  const drawing = useMemo(() => drawFlow(flow), [flow])
  const laid = useMemo(() => {
    const kinds = new Map(drawing.nodes.map((place) => [place.id, place.kind]))
    return layOut(drawing, (id) => sizes.get(id) ?? guessed[kinds.get(id) ?? 'step'])
  }, [drawing, sizes])
  const nodes = useMemo(
    () =>
      drawing.nodes.map((place): PlaceNode => {
        const measured = sizes.get(place.id)
        return {
          id: place.id,
          type: 'place',
          position: laid.places.get(place.id) ?? { x: 0, y: 0 },
          data: { place },
          style: { pointerEvents: 'all' },
          ...(measured ? { measured } : {}),
        }
      }),
    [drawing, laid, sizes],
  )
  const edges = useMemo(
    () =>
      drawing.edges.map(
        (line): LineEdge => ({
          id: line.id,
          source: line.from,
          target: line.to,
          type: 'line',
          data: { line, share: shares?.get(line.to) ?? null, pass: laid.passes.get(line.id) ?? null },
        }),
      ),
    [drawing, laid, shares],
  )
  const measure = useCallback((changes: readonly NodeChange<PlaceNode>[]) => {
    setSizes((old) => {
      const next = new Map(old)
      let isOther = false
      for (const change of changes) {
        if (change.type !== 'dimensions' || !change.dimensions) continue
        const { width, height } = change.dimensions
        const known = next.get(change.id)
        if (known && known.width === width && known.height === height) continue
        next.set(change.id, { width, height })
        isOther = true
      }
      return isOther ? next : old
    })
  }, [])
  return { nodes, edges, laid, measure }
}

/** Shows the whole journey whenever its size changes, until somebody has moved the canvas themselves. */
function useFitting(nodes: readonly PlaceNode[], size: Size) {
  const { fitView } = useReactFlow<PlaceNode, LineEdge>()
  const moved = useRef(false)
  const fit = useMemo(() => ({ padding: 0.06, maxZoom: 1, minZoom: 0.15 }), [])
  const count = nodes.length
  useEffect(() => {
    if (!moved.current) void fitView(fit)
  }, [fitView, fit, count, size.width, size.height])
  const onMoveStart = useCallback((event: unknown) => {
    // Without an event it was the canvas itself.
    if (event !== null) moved.current = true
  }, [])
  const onFitView = useCallback(() => {
    moved.current = false
  }, [])
  return { onMoveStart, onFitView, fit }
}

const placeOf = (target: EventTarget) => (target instanceof Element ? target.closest('.react-flow__node')?.getAttribute('data-id') : null)

/** Arrows go from card to card, Alt with them moves the step, Delete takes it out; what gets the focus comes into view. */
function useKeys({ verbs }: FlowProps, { places }: LaidOut) {
  const { setCenter, getInternalNode, getViewport } = useReactFlow<PlaceNode, LineEdge>()
  const show = (id: string, box: DOMRect) => {
    const node = getInternalNode(id)
    if (!node) return
    const { x, y, zoom } = getViewport()
    const { width = 0, height = 0 } = node.measured
    const left = node.position.x * zoom + x
    const top = node.position.y * zoom + y
    const isIn = left >= 0 && top >= 0 && left + width * zoom <= box.width && top + height * zoom <= box.height
    if (!isIn) void setCenter(node.position.x + width / 2, node.position.y + height / 2, { zoom: Math.max(zoom, 0.6) })
  }
  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const id = placeOf(event.target)
    if (id && event.target.matches(':focus-visible')) show(id, event.currentTarget.getBoundingClientRect())
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const id = placeOf(event.target)
    if (!id) return
    const arrow = arrows[event.key]
    if (arrow && event.altKey && verbs && (arrow === 'up' || arrow === 'down')) {
      event.preventDefault()
      return verbs.move(id, arrow === 'up' ? -1 : 1)
    }
    if (arrow) {
      const next = neighbour(places, id, arrow, (other) => cardOf(event.currentTarget, other) !== null)
      if (next === null) return
      event.preventDefault()
      return cardOf(event.currentTarget, next)?.focus({ preventScroll: true })
    }
    if (event.key === 'Delete' && verbs && !id.startsWith('/')) {
      event.preventDefault()
      verbs.remove(id)
    }
  }
  return { onFocus, onKeyDown }
}

/** The button that opens a place. */
function cardOf(canvas: Element, id: string): HTMLElement | null {
  const node = canvas.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"] .rg-step-open`)
  return node instanceof HTMLElement ? node : null
}
