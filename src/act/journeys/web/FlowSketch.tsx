import type { ReactNode } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { type Block, type DraftStep, stepsOf } from '../flow.ts'
import { sayStep } from './say-journey.ts'
import type { Known } from './say-rule.ts'
import { faceOf } from './step-faces.tsx'

/** A journey at a glance: one sign for each step, the ways of a fork below one another. Read aloud it is the steps in words. */
export function FlowSketch({ flow, known }: { readonly flow: readonly Block[]; readonly known: Known }) {
  const say = useSay()
  const words = stepsOf(flow).map((step) => say(sayStep(step, known)))
  return (
    <div className="rg-sketch" role="img" aria-label={words.join(' → ')}>
      <Lane blocks={flow} />
    </div>
  )
}

function Lane({ blocks }: { readonly blocks: readonly Block[] }): ReactNode {
  return (
    <span className="rg-sketch-lane">
      {blocks.map((block) => {
        if (block.kind === 'jump') return null
        return (
          <span key={block.step.id} className="rg-sketch-part">
            <Sign step={block.step} />
            {block.kind === 'fork' ? (
              <span className="rg-sketch-ways">
                {block.lanes.map(({ way, blocks: lane }) => (
                  <Lane key={way} blocks={lane} />
                ))}
              </span>
            ) : null}
          </span>
        )
      })}
    </span>
  )
}

function Sign({ step }: { readonly step: DraftStep }) {
  const { icon: Icon } = faceOf(step.kind)
  return (
    <span className={`rg-sketch-sign rg-sketch-${step.kind}`}>
      <Icon />
    </span>
  )
}
