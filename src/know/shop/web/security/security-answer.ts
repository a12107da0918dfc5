import type { z } from 'zod'
import type { readSecurity } from '../../../account/security.ts'

export type Provider = z.output<typeof readSecurity.output>['providers'][number]
