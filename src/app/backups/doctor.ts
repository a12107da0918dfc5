import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'
import type { CheckWords } from './doctor-words/check-words.ts'
import { databaseWords } from './doctor-words/database.ts'
import { keepingWords } from './doctor-words/keeping.ts'
import { machineWords } from './doctor-words/machine.ts'
import { sendingWords } from './doctor-words/sending.ts'

/** fine: nothing to do · look: it works, and somebody should see to it · broken: something does not work */
export const doctorStates = ['fine', 'look', 'broken'] as const
export type DoctorState = (typeof doctorStates)[number]

export const doctorNames = [
  'node',
  'database',
  'encoding',
  'disk',
  'folder',
  'account',
  'keys',
  'sign-in',
  'schema',
  'indexes',
  'bloat',
  'transactions',
  'connections',
  'clock',
  'zones',
  'mail',
  'sender',
  'mailbox',
  'outgoing',
  'channels',
  'subscriptions',
  'journeys',
  'campaigns',
  'templates',
  'backup',
  'drill',
  'backup-key',
  'beside',
  'sealing',
  'audit',
  'chain',
  'work',
  'heads',
  'inbox',
  'address',
  'memory',
  'quiet',
] as const
export type DoctorName = (typeof doctorNames)[number]

export const doctorShape = z.object({
  at: z.iso.datetime(),
  checks: z.array(
    z.object({
      name: z.enum(doctorNames),
      state: z.enum(doctorStates),
      /** Which of the sentences of the check. */
      says: z.string(),
      values: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
})
export type DoctorAnswer = z.output<typeof doctorShape>
export type DoctorCheck = DoctorAnswer['checks'][number]

export const stateWords: Record<DoctorState, Words> = {
  fine: { zh: '正常', en: 'Fine' },
  look: { zh: '请留意', en: 'Look here' },
  broken: { zh: '有问题', en: 'Broken' },
}

/** A check that itself failed. */
export const unknownWords: Words = { zh: '没能检查：{reason}', en: 'Could not be looked at: {reason}' }

/** What each check is called and says. */
export const doctorWords: Record<DoctorName, CheckWords> = { ...machineWords, ...databaseWords, ...sendingWords, ...keepingWords }
