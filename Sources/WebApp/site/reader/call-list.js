// What the reader's page asks of its module: number, lane, name and fields of each call (core-calls.js).

export const calls = `
  1 read info
  40 write readCover fragment:text
  41 write openGrant code:text name:text openNonce?:bytes
  42 write readItem index:number
  44 read keepOpen
  `;
