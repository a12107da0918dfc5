import { Fragment } from 'react'
import { useSay } from '../../../ui/language.tsx'
import type { LaneKey } from '../edit-flow.ts'
import { type Block, leadsOn } from '../flow.ts'
import { AddStep } from './AddStep.tsx'
import type { FlowProps } from './flow-parts.ts'
import { wayWords } from './say-journey.ts'
import { StepCard } from './StepCard.tsx'

/** A journey drawn from above to below; the ways of a fork stand side by side and come together again. */
export function FlowPicture(props: FlowProps) {
  const say = useSay()
  return (
    // A box that scrolls must be reachable from the keyboard.
    <div className="rg-flow" role="region" aria-label={say({ zh: '旅程流程图', en: 'The journey as a picture' })} tabIndex={0}>
      <div className="rg-flow-trunk">
        {props.door}
        <LaneView {...props} blocks={props.flow} lane={null} />
        {leadsOn(props.flow) ? <div className="rg-flow-finish">{say({ zh: '走完', en: 'Done' })}</div> : null}
      </div>
    </div>
  )
}

type LaneProps = FlowProps & { readonly blocks: readonly Block[]; readonly lane: LaneKey }

function LaneView({ blocks, lane, ...props }: LaneProps) {
  return (
    <div className="rg-flow-lane">
      <Line {...props} blocks={blocks} lane={lane} index={0} />
      {blocks.map((block, i) => (
        <Fragment key={block.kind === 'jump' ? `jump-${block.to}` : block.step.id}>
          <BlockView {...props} block={block} />
          {leadsOn([block]) ? <Line {...props} blocks={blocks} lane={lane} index={i + 1} /> : null}
        </Fragment>
      ))}
      {leadsOn(blocks) ? <div className="rg-flow-fill" /> : null}
    </div>
  )
}

/** The way from one step to the next, with the place where a new one can be put in. */
function Line({ blocks, lane, index, verbs, numberOf }: LaneProps & { readonly index: number }) {
  const say = useSay()
  const before = blocks[index - 1]
  const way = lane ? say(wayWords[lane.way] ?? lane.way) : ''
  const where =
    before && before.kind !== 'jump'
      ? say({ zh: '第 {n} 步之后', en: 'after step {n}' }, { n: numberOf(before.step.id) })
      : lane
        ? say({ zh: '第 {n} 步的“{way}”', en: '“{way}” of step {n}' }, { n: numberOf(lane.fork), way })
        : say({ zh: '最前面', en: 'at the beginning' })
  return (
    <div className="rg-flow-line">
      {verbs ? (
        <AddStep onAdd={(kind) => verbs.insert(lane, index, kind)} withEnd={lane !== null && index === blocks.length} where={where} />
      ) : null}
    </div>
  )
}

function BlockView({ block, ...props }: FlowProps & { readonly block: Block }) {
  const say = useSay()
  if (block.kind === 'jump') {
    return (
      <div className="rg-flow-jump">{say({ zh: '↪ 接着走第 {n} 步', en: '↪ Goes on at step {n}' }, { n: props.numberOf(block.to) })}</div>
    )
  }
  if (block.kind === 'step') return <StepCard {...props} step={block.step} />
  return (
    <>
      <StepCard {...props} step={block.step} />
      <div className="rg-flow-fork">
        {block.lanes.map(({ way, blocks }) => (
          <div key={way} className={leadsOn(blocks) ? 'rg-flow-way' : 'rg-flow-way rg-flow-way-ends'}>
            <span className="rg-flow-name">{say(wayWords[way] ?? way)}</span>
            <LaneView {...props} blocks={blocks} lane={{ fork: block.step.id, way }} />
          </div>
        ))}
      </div>
    </>
  )
}
