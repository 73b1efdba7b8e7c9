/** Why a server was not reached, in words; null for an error that has nothing to do with the network. */
export function networkReason(error: unknown): string | null {
  // Where a host has several addresses, Node tells of all that it tried.
  const first = error instanceof AggregateError ? error.errors[0] : error
  const { code, address, port, cause } = first as {
    code?: string
    address?: string
    port?: number
    cause?: unknown
  }
  const reason = code !== undefined && Object.hasOwn(REASONS, code) ? REASONS[code] : null
  if (reason) {
    const where = [address, port].filter((part) => part !== undefined) // a socket has no port
    return where.length === 0 ? reason : `${reason} (${where.join(':')})`
  }
  return cause instanceof Error ? networkReason(cause) : null
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: is the server running, and is the port right?',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the server did not answer in time',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOENT: 'there is no such socket',
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate cannot be verified",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host",
}
