import { unlistedWords } from '../../core/kit/outgoing-doors.ts'
import { defineProblems } from '../../core/kit/problem.ts'

export const outgoingProblems = defineProblems({ 'outgoing.unlisted': { sort: 'denied', words: unlistedWords } })
