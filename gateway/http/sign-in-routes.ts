/** Where a browser signs in and out. */
export const signInRoutes = Object.freeze({
  session: '/console/session',
  signIn: '/console/sign-in',
  callback: '/console/callback',
  signOut: '/console/sign-out',
  token: '/console/token',
})
