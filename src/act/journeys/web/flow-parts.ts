import type { ReactNode } from 'react'
import { useSay } from '../../../ui/language.tsx'
import type { Spot } from '../draw-flow.ts'
import type { LaneKey } from '../edit-flow.ts'
import { type Block, type DraftStep, stepsOf } from '../flow.ts'
import type { Trouble } from './journey-draft.ts'
import { sayWay } from './say-journey.ts'
import type { Known } from './say-rule.ts'
import type { Count } from './step-faces.tsx'

/** How a step that was picked up comes to another place. */
export type Paste = 'copy' | 'move'

/** What can be done to the steps while a journey is written. */
export type FlowVerbs = {
  readonly insert: (lane: LaneKey, index: number, kind: string) => void
  readonly remove: (id: string) => void
  readonly move: (id: string, by: -1 | 1) => void
  readonly canMove: (id: string, by: -1 | 1) => boolean
  /** The step that was picked up, to be put down elsewhere. */
  readonly picked: { readonly id: string; readonly name: string } | null
  readonly pick: (id: string, name: string) => void
  readonly paste: (lane: LaneKey, index: number, how: Paste) => void
}

/** What the picture and the list of a journey are drawn from. */
export type FlowProps = {
  readonly flow: readonly Block[]
  readonly known: Known
  /** The card at the top: what lets people in. */
  readonly door: ReactNode
  readonly numberOf: (id: string) => number
  readonly countsOf: (step: DraftStep) => readonly Count[]
  readonly onCount: (step: DraftStep, count: Count) => void
  /** The way that a decided test sends everybody; left out where no test runs. */
  readonly winnerOf?: (step: DraftStep) => string | null
  /** How many of those who entered came to a place, 0 to 1; left out where nobody did. */
  readonly shares?: ReadonlyMap<string, number>
  readonly troubles: readonly Trouble[]
  /** Opens a step: its settings while it is written, else the people at it. */
  readonly onOpen?: (place: string) => void
  /** Only while it is written. */
  readonly verbs?: FlowVerbs
}

/** Where a new step would stand, in words. */
export function useSayWhere(): (
  spot: Pick<Spot, 'lane' | 'index' | 'behind'>,
  props: Pick<FlowProps, 'flow' | 'known' | 'numberOf'>,
) => string {
  const say = useSay()
  return ({ lane, behind }, { flow, known, numberOf }) => {
    if (behind !== null) return say({ zh: '第 {n} 步之后', en: 'after step {n}' }, { n: numberOf(behind) })
    const fork = lane ? stepsOf(flow).find(({ id }) => id === lane.fork) : undefined
    if (!lane || !fork) return say({ zh: '最前面', en: 'at the beginning' })
    return say({ zh: '第 {n} 步的“{way}”', en: '“{way}” of step {n}' }, { n: numberOf(lane.fork), way: sayWay(fork, lane.way, known) })
  }
}
