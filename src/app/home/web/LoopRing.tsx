import { groupWords } from '../../shell/page-entry.ts'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { homeDays } from '../read-home.ts'
import type { Home } from './home-answer.ts'

const rooms = ['know', 'understand', 'act', 'learn'] as const
const radius = 100
const centre = 140

/** Where a room stands on the ring: 45° left above, then clockwise. */
function pointAt(index: number, turn = 0, r = radius): { readonly x: number; readonly y: number } {
  const angle = (-135 + index * 90 + turn) * (Math.PI / 180)
  return { x: centre + r * Math.cos(angle), y: centre + r * Math.sin(angle) }
}

const arc = (index: number) => {
  const from = pointAt(index, 27)
  const to = pointAt(index + 1, -30)
  return `M ${from.x} ${from.y} A ${radius} ${radius} 0 0 1 ${to.x} ${to.y}`
}

/** Facts go from every room into the log, and from there round again. */
export function LoopRing({ log, asOf }: Pick<Home, 'log' | 'asOf'>) {
  const say = useSay()
  const format = useFormat()
  return (
    <div className="rg-loop-ring">
      <svg
        viewBox="0 0 280 280"
        role="img"
        aria-label={say({ zh: '认识、洞察、行动、复盘，环绕着行为记录', en: 'Know, understand, act and learn, round the log of facts' })}
      >
        <defs>
          <marker id="rg-loop-head" viewBox="0 0 8 8" refX="5" refY="4" markerWidth="5" markerHeight="5" orient="auto">
            <path d="M 0 0 L 8 4 L 0 8 z" className="rg-loop-head" />
          </marker>
        </defs>
        {rooms.map((room, index) => {
          const { x, y } = pointAt(index)
          const inner = pointAt(index, 0, 54)
          const edge = pointAt(index, 0, 64)
          return (
            <g key={room}>
              <path d={arc(index)} className="rg-loop-arc" markerEnd="url(#rg-loop-head)" />
              <line x1={edge.x} y1={edge.y} x2={inner.x} y2={inner.y} className="rg-loop-spoke" />
              <rect x={x - 41} y={y - 16} width={82} height={32} rx={16} className="rg-loop-node" />
              <text x={x} y={y + 4} textAnchor="middle" className="rg-loop-name">
                {say(groupWords[room].label)}
              </text>
            </g>
          )
        })}
        <circle cx={centre} cy={centre} r={56} className="rg-loop-log" />
      </svg>
      <div className="rg-loop-centre">
        <span>{say({ zh: '今天的行为', en: 'Facts today' })}</span>
        <strong>
          <Explain
            name={{ zh: '行为记录', en: 'The log of facts' }}
            definition={{
              zh: `客户做过的、我们对客户做过的每一件事各记一条。今天 ${format.count(log.today)} 条，近 ${homeDays} 天 ${format.count(log.lately)} 条。`,
              en: `One fact for everything a customer did and everything done for them: ${format.count(log.today)} today, ${format.count(log.lately)} in the last ${homeDays} days.`,
            }}
            asOf={asOf}
            rows={log.lately}
          >
            {format.count(log.today)}
          </Explain>
        </strong>
        <span>{say({ zh: '{days} 天 {n}', en: '{n} in {days} days' }, { days: homeDays, n: format.shortCount(log.lately) })}</span>
      </div>
    </div>
  )
}
