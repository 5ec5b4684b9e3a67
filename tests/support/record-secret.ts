/** What the record keys of the rows of a test run are made with. */
export const recordSecret = Buffer.alloc(32, 'record key')
