import { useSay } from '../../../ui/language.tsx'
import type { LaneKey } from '../edit-flow.ts'
import { type Block, isLast, leadsOn } from '../flow.ts'
import { AddStep } from './AddStep.tsx'
import type { FlowProps } from './flow-parts.ts'
import { sayWay } from './say-journey.ts'
import { StepCard } from './StepCard.tsx'

/** The same journey as a list, for narrow screens, keyboards and screen readers. */
export function FlowList(props: FlowProps) {
  const say = useSay()
  return (
    <div className="rg-flow-list">
      {props.door}
      <LaneList {...props} blocks={props.flow} lane={null} label={say({ zh: '步骤', en: 'Steps' })} />
    </div>
  )
}

type LaneProps = FlowProps & { readonly blocks: readonly Block[]; readonly lane: LaneKey; readonly label: string }

function LaneList({ blocks, lane, label, ...props }: LaneProps) {
  const say = useSay()
  const { verbs } = props
  const last = blocks.at(-1)
  return (
    <>
      <ol aria-label={label}>
        {blocks.map((block) => (
          <li key={block.kind === 'jump' ? `jump-${block.to}` : block.step.id}>
            <BlockItem {...props} block={block} />
          </li>
        ))}
        {blocks.length === 0 && !verbs ? <li className="rg-flow-empty">{say({ zh: '直接往下', en: 'Straight on' })}</li> : null}
      </ol>
      {verbs && (!last || (!isLast(last) && leadsOn([last]))) ? (
        <AddStep
          verbs={verbs}
          onAdd={(kind) => verbs.insert(lane, blocks.length, kind)}
          onPlace={(how) => verbs.paste(lane, blocks.length, how)}
          withEnd={lane !== null}
          where={label}
          label={say({ zh: '添加步骤', en: 'Add a step' })}
        />
      ) : null}
    </>
  )
}

function BlockItem({ block, ...props }: FlowProps & { readonly block: Block }) {
  const say = useSay()
  if (block.kind === 'jump')
    return (
      <span className="rg-flow-jump">{say({ zh: '↪ 接着走第 {n} 步', en: '↪ Goes on at step {n}' }, { n: props.numberOf(block.to) })}</span>
    )
  if (block.kind === 'step') return <StepCard {...props} step={block.step} />
  return (
    <>
      <StepCard {...props} step={block.step} />
      {block.lanes.map(({ way, blocks }) => {
        const name = say(sayWay(block.step, way, props.known, props.winnerOf?.(block.step)))
        return (
          <div key={way} className="rg-flow-branch">
            <span className="rg-flow-name">{name}</span>
            <LaneList
              {...props}
              blocks={blocks}
              lane={{ fork: block.step.id, way }}
              label={say({ zh: '第 {n} 步的“{way}”', en: '“{way}” of step {n}' }, { n: props.numberOf(block.step.id), way: name })}
            />
          </div>
        )
      })}
    </>
  )
}
