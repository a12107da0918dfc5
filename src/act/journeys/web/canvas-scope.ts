import { createContext } from 'react'
import type { FlowProps } from './flow-parts.ts'

/** What the cards and lines of a canvas are drawn from. */
export const CanvasScope = createContext<FlowProps | null>(null)
