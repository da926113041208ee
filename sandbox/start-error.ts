/** Why the sandbox could not start, in one sentence that says what to do. */
export function startError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = socketError(error);
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use, perhaps by another sandbox: end that program, or choose other ports, as in SANDBOX_PORT=9443 SANDBOX_PROVIDER_PORT=9444 npm run sandbox.`;
  }
  if (code === 'EACCES') {
    return `Port ${port} may not be opened: choose ports above 1023 with SANDBOX_PORT and SANDBOX_PROVIDER_PORT.`;
  }
  return error.message;
}

function socketError(error: Error): { code: unknown; port: unknown } {
  return {
    code: 'code' in error ? error.code : undefined,
    port: 'port' in error ? error.port : 'of the sandbox',
  };
}
