import { useMemo } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { namedColour } from '../../../ui/palette.ts'
import { useTheme } from '../../../ui/theme.tsx'
import type { Words } from '../../../core/kit/words.ts'

export type NamedStage = { readonly key: string; readonly label: Words; readonly colour: string }

/** Each stage's name for the reader and its one colour in the reader's look. */
export function useStageLooks(stages: readonly NamedStage[]): ReadonlyMap<string, { readonly name: string; readonly colour: string }> {
  const say = useSay()
  const { look } = useTheme()
  return useMemo(
    () => new Map(stages.map((stage) => [stage.key, { name: say(stage.label), colour: namedColour(stage.colour, look) }])),
    [stages, say, look],
  )
}

/** For parts whose colour may be left out. */
export function colourOf(look: { readonly colour: string } | undefined): { colour?: string } {
  return look ? { colour: look.colour } : {}
}
