import { codeOf } from '../../core/kit/error-code.ts'

/** A deadlock (40P01) or another's change in between (40001): nothing happened, and another try may go well. */
export const isPassing = (error: unknown): boolean => ['40P01', '40001'].includes(codeOf(error))
