export { alone, together } from '../../platform/event-log/refresh-lock.ts'
