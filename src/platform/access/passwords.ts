/** scrypt as better-auth does it, so that its sign-in can check what we set. Loaded when first needed, for it is heavy. */
export async function hashPassword(password: string): Promise<string> {
  return (await import('better-auth/crypto')).hashPassword(password)
}

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  return (await import('better-auth/crypto')).verifyPassword({ password, hash })
}
