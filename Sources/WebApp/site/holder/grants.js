/**
 * What the wallet itself knows of a share. That it was used up, only its receipts say.
 *
 * @param {import('./app.js').Grant} grant
 * @param {number} now
 * @returns {'live' | 'revoked' | 'expired'}
 */
export function grantState(grant, now) {
  if (grant.revokedAt) return 'revoked';
  return grant.expiry <= now ? 'expired' : 'live';
}
