export { listSearch as contactsSearch } from '../../pages/list-address.ts'
