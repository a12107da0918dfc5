import { useMemo } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { namedColour, textOn } from '../../../ui/palette.ts'
import { useTheme } from '../../../ui/theme.tsx'
import './tiers.css'

export type NamedTier = { readonly key: string; readonly label: Words; readonly colour: string; readonly mark: string }
type Look = { readonly name: string; readonly colour: string; readonly mark: string }

/** Each tier's name for the reader, its colour in the reader's look, and its mark. */
export function useTierLooks(tiers: readonly NamedTier[]): ReadonlyMap<string, Look> {
  const say = useSay()
  const { look } = useTheme()
  return useMemo(
    () => new Map(tiers.map(({ key, label, colour, mark }) => [key, { name: say(label), colour: namedColour(colour, look), mark }])),
    [tiers, say, look],
  )
}

/** A tier’s mark on its colour, with its name behind: the mark tells it apart where the colour does not. */
export function TierBadge({ tier }: { readonly tier: NamedTier }) {
  const say = useSay()
  return (
    <span className="rg-tier-badge">
      <TierMark tier={tier} />
      {say(tier.label)}
    </span>
  )
}

export function TierMark({ tier }: { readonly tier: NamedTier }) {
  const { look } = useTheme()
  const background = namedColour(tier.colour, look)
  return (
    <span className="rg-tier-mark" style={{ background, color: textOn(background) }} aria-hidden="true">
      {tier.mark}
    </span>
  )
}
