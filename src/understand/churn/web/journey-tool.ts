import type { ComponentType } from 'react'

/** Puts one customer into a journey; what it is stands further right, so the page is handed it. */
export type JourneyTool = ComponentType<{
  readonly customerId: string
  readonly onEntered: (journey: { readonly id: string; readonly name: string }) => void
}>
