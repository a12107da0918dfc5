/** What stands in a text where a mark of a person who was erased stood. */
export const blottedMark = '•••'
