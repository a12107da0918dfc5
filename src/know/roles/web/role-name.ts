import type { Words } from '../../../core/kit/words.ts'
import { roleWords } from '../../shop/role-words.ts'
import type { Role } from './use-role-names.ts'

/** What a role is called: one that comes with the product in the reader's language. */
export const roleName = ({ standing, name }: Pick<Role, 'standing' | 'name'>): Words | string =>
  standing ? roleWords[standing].label : name
